"""What can go wrong while a block runs: one class per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class Failure(Exception):
    """A step, a device or a block failed for a reason that has a name.

    Attributes:
        code: stable, in the result of a run; scripts may rely on it.
        message: one sentence saying what happened.
        hint: what to do about it.
        command: the exact command sent to the device, where there was one.
        output: what the device answered, where it did.
        fields: what is known of the step's result all the same, for a step with `on_error: continue`.
    """

    code: ClassVar[str] = "failed"
    default_hint: ClassVar[str | None] = None

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        command: str | None = None,
        output: str | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint
        self.command = command
        self.output = output
        self.fields = dict(fields or {})


class ConnectTimeout(Failure, TimeoutError):
    """The device did not answer in time while the session was being opened."""

    code = "connect_timeout"
    default_hint = (
        "check the address, the route and the firewall; a slow device needs a longer timeout.connect"
    )


class ConnectRefused(Failure, ConnectionRefusedError):
    """The device, or something before it, refused the TCP connection."""

    code = "connect_refused"
    default_hint = "is SSH enabled on the device, and is this its port?"


class Unreachable(Failure, ConnectionError):
    """There is no way to the device: no route, host or network unreachable."""

    code = "unreachable"
    default_hint = "check the cable, the route and the address of the device"


class NameNotResolved(Unreachable):
    """The host name of the device has no address."""

    code = "name_not_resolved"
    default_hint = "check the spelling of the host in the inventory, or give its address"


class AuthFailed(Failure):
    """The device did not accept the user name and password, or the key."""

    code = "auth_failed"
    default_hint = "check the user name and password of this device in the inventory"


class HostKeyMismatch(Failure):
    """The device showed another host key than the one known for it."""

    code = "host_key_mismatch"
    default_hint = "if the device was replaced, remove its old key from the known hosts file"


class HostKeyUnknown(Failure):
    """The device is not in the known hosts file, and host_key is strict."""

    code = "host_key_unknown"
    default_hint = "add its key to the known hosts file, or use host_key: accept-new"


class CommandTimeout(Failure, TimeoutError):
    """The prompt did not come back in time; the session was closed."""

    code = "command_timeout"
    default_hint = "if the device is only slow, give the step a timeout, or the device a timeout.command"


class CommandRejected(Failure):
    """The device answered that the command is invalid."""

    code = "command_rejected"
    default_hint = "check the command on this platform; the platforms key gives a platform its own"


class SessionLost(Failure, ConnectionError):
    """The session ended in the middle of the work."""

    code = "session_lost"
    default_hint = "did the device restart, or reach its limit of sessions?"


class DriverFailure(Failure):
    """The driver failed in a way that has no name of its own."""

    code = "driver_error"


class UnsupportedPlatform(Failure):
    """No driver, parser or step knows this platform."""

    code = "unsupported_platform"


class MissingExtra(Failure, ImportError):
    """An optional package is not installed."""

    code = "missing_extra"


class ParseFailed(Failure):
    """The output does not match the parser."""

    code = "parse_failed"
    default_hint = "compare the output with the template; empty: ok allows output without a match"


class TemplateFailure(Failure):
    """An expression or a template could not be evaluated.

    Attributes:
        template: the text of the expression or template, where it is known.
    """

    code = "template_error"
    template: str | None = None


class AssertFailed(Failure, AssertionError):
    """A condition of an assert step does not hold."""

    code = "assert_failed"


class UntilFailed(Failure):
    """The attempts ran out before the until condition held."""

    code = "until_failed"


class PythonError(Failure):
    """A python step raised an exception."""

    code = "python_error"


class StepTimeout(Failure, TimeoutError):
    """The step took longer than its timeout."""

    code = "step_timeout"


NOT_DONE = "the run was stopped before the device was done"


class NotFinished(Failure):
    """The run was stopped before the device was done."""

    code = "not_finished"
    default_hint = "the message of the run says why it was stopped"


class NoTargets(Failure):
    """The block has no device to work on."""

    code = "no_targets"
    default_hint = "choose devices, or say fan_out.empty: ok where none is fine"


class ResultInvalid(Failure):
    """A value of the result does not fit its schema."""

    code = "result_invalid"
