"""A session carried by scrapli's native core."""

from __future__ import annotations

import base64
import contextlib
import logging
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapli import AuthOptions, Cli, SessionOptions, TransportSsh2Options
from scrapli.auth import LookupKeyValue
from scrapli.cli import ReadCallback
from scrapli.exceptions import ScrapliException
from scrapli.ffi_types import Cancel

from neops_blocks.diagnostics import AuthFailed, Failure, SessionLost
from neops_blocks.drivers import known_hosts
from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.errors import opening
from neops_blocks.drivers.netmiko.wire import check_host_key
from neops_blocks.drivers.options import options_of
from neops_blocks.drivers.platforms import Platform, platform_facts
from neops_blocks.drivers.rejections import accepted
from neops_blocks.drivers.scrapli.errors import failure_of_command, failure_of_opening
from neops_blocks.drivers.terminal import clean, end_of_echo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.drivers.port import Prompt, Target

OPTIONS = frozenset({"definition", "passphrase"})
PRIVILEGED = "privileged_exec"
ANY_PROMPT = r"(?m)^\S{1,100}[>#$%]\s*\z"


def open_session(target: Target) -> ScrapliSession:
    """Open a session and prepare it. Raises Failure."""
    options_of(target, "scrapli", OPTIONS)
    facts = platform_facts(target.platform)
    if facts is None or not target.username:
        raise AuthFailed(f"there is no user name for {target.name}", hint="give the device a username")
    deadline = Deadline(target.connect_timeout)
    with opening(target):
        key = check_host_key(target, deadline)
    with tempfile.TemporaryDirectory(prefix="neops-") as directory:
        path = Path(directory, "known_hosts")
        path.write_text(_known_hosts_lines(target, key), encoding="utf-8")
        cli = _cli(target, facts, None if target.host_key == "ignore" else path, deadline)
        try:
            cli.open()
        except Exception as error:
            _free(cli)
            raise failure_of_opening(target, error) from error
    return ScrapliSession(target, cli, facts)


def _cli(target: Target, facts: Platform, known: Path | None, deadline: Deadline) -> Any:
    auth = AuthOptions(
        username=target.username,
        password=target.password,
        private_key_path=str(target.key_file) if target.key_file else None,
        private_key_passphrase=target.options.get("passphrase"),
        lookups=[LookupKeyValue("enable", target.enable_password)] if target.enable_password else None,
    )
    cli = Cli(
        target.host,
        port=target.port,
        definition_file_or_name=target.options.get("definition", facts.scrapli),
        auth_options=auth,
        session_options=SessionOptions(operation_timeout_ns=_nanoseconds(deadline.left)),
        transport_options=TransportSsh2Options(known_hosts_path=None if known is None else str(known)),
    )
    if not cli.logger.handlers:
        cli.logger.addHandler(logging.NullHandler())
        cli.logger.propagate = False
    return cli


def _known_hosts_lines(target: Target, key: bytes) -> str:
    """The key just judged, for the library to insist on."""
    kind = key[4 : 4 + int.from_bytes(key[:4], "big")].decode()
    text = base64.b64encode(key).decode()
    return "".join(f"{name} {kind} {text}\n" for name in {known_hosts.name_of(target), target.host})


def _nanoseconds(seconds: float) -> int:
    return max(1, int(seconds * 1e9))


def _free(cli: Any) -> None:
    with contextlib.suppress(ScrapliException, OSError):
        cli.close(force=True)


class ScrapliSession:
    """The native object is freed by whoever is the last to use it: close() cancels, the worker frees."""

    def __init__(self, target: Target, cli: Any, facts: Platform) -> None:
        self.target = target
        self.cli = cli
        self._facts = facts
        self._lock = threading.Lock()
        self._cancel: Cancel | None = None
        self._gone = False

    @property
    def alive(self) -> bool:
        """False once the session was closed, or a command found it lost."""
        return not self._gone

    def send(
        self, command: str, *, timeout: float, prompts: Sequence[Prompt] = (), disconnects: bool = False
    ) -> str:
        """Send one command, as the port says."""
        try:
            with self._work(command, timeout) as cancel:
                if prompts:
                    output = self._ask(command, prompts, timeout, cancel)
                else:
                    result = self.cli.send_input(
                        command, operation_timeout_ns=_nanoseconds(timeout), cancel=cancel
                    )
                    output = clean(result.result).strip("\n")
        except SessionLost as failure:
            if not disconnects or isinstance(failure.__cause__, Failure) or failure.__cause__ is None:
                raise
            return ""
        return accepted(self.target.name, command, output, self._facts.errors)

    def enable(self, *, timeout: float) -> None:
        """Enter privileged mode, as the port says."""
        if not self._facts.privileged:
            return
        with self._work("enable", timeout) as cancel:
            limit = _nanoseconds(timeout)
            self.cli.enter_mode(PRIVILEGED, operation_timeout_ns=limit, cancel=cancel)
            prompt = self.cli.get_prompt(operation_timeout_ns=limit, cancel=cancel).result
            if not prompt.strip().endswith("#"):
                raise AuthFailed(
                    f"{self.target.name} did not let us into the privileged mode",
                    hint="check the enable_password of this device",
                )

    def close(self) -> None:
        """Cancel what runs, and free the session."""
        with self._lock:
            if self._gone:
                return
            self._gone = True
            if self._cancel is not None:
                self._cancel.cancel()
                return
        _free(self.cli)

    def __del__(self) -> None:
        """The native object may not outlive the callbacks that Python frees with this one."""
        self.close()

    def _ask(self, command: str, prompts: Sequence[Prompt], timeout: float, cancel: Cancel) -> str:
        def answer(text: str) -> Any:
            return lambda cli, *_: cli.write(text)

        callbacks = [
            ReadCallback(
                name=f"question {number}", contains_pattern=prompt.expect, callback=answer(prompt.send)
            )
            for number, prompt in enumerate(prompts)
        ]
        callbacks.append(
            ReadCallback(name="end", contains_pattern=ANY_PROMPT, callback=lambda *_: None, completes=True)
        )
        result = self.cli.read_with_callbacks(
            callbacks, initial_input=command, operation_timeout_ns=_nanoseconds(timeout), cancel=cancel
        )
        text = clean(result.result)
        return text[end_of_echo(text, command) or 0 :].rpartition("\n")[0].strip("\n")

    @contextmanager
    def _work(self, command: str, timeout: float) -> Iterator[Cancel]:
        """The session is this thread's for a while; every failure ends it."""
        with self._lock:
            if self._gone:
                raise SessionLost(f"the session with {self.target.name} is closed", command=command)
            self._cancel = cancel = Cancel()
        failed = True
        try:
            yield cancel
            failed = False
        except Exception as error:
            if self._gone:
                raise SessionLost(
                    f"the session with {self.target.name} was closed", command=command
                ) from None
            if isinstance(error, Failure):
                raise
            raise failure_of_command(self.target, command, timeout, error) from error
        finally:
            with self._lock:
                self._cancel = None
                self._gone = dead = failed or self._gone
            if dead:
                _free(self.cli)
