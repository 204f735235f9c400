"""One place that turns what scrapli raises into our failures; its errors are told apart by their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import (
    AuthFailed,
    CommandTimeout,
    ConnectRefused,
    ConnectTimeout,
    DriverFailure,
    Failure,
    HostKeyMismatch,
    SessionLost,
)
from neops_blocks.drivers.scrubbing import scrub

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Target

ENDED = ("EOF", "read failed", "write failed", "socket", "NotOpened")


def failure_of_opening(target: Target, error: Exception) -> Failure:
    """The failure that stands for an error raised while a session is being opened."""
    where, text = f"{target.name} ({target.host}:{target.port})", scrub(target, str(error))
    if "TimeoutExceeded" in text or isinstance(error, TimeoutError):
        return ConnectTimeout(f"{where} did not let us in within {target.connect_timeout:g} s: {text}")
    if "handshake" in text:
        return ConnectRefused(f"{where} closed the connection before SSH began: {text}")
    if "known host" in text.lower() or "hostkey" in text.lower():
        return HostKeyMismatch(f"{where} changed its host key between two connections: {text}")
    if any(word in text for word in ENDED):
        return SessionLost(f"{where} closed the connection while the session was being opened: {text}")
    if "auth" in text.lower() or text.strip() == "Transport:":
        return AuthFailed(f"{where} did not accept the login of {target.username}")
    return DriverFailure(f"no session with {where}: {type(error).__name__}: {text}")


def failure_of_command(target: Target, command: str, timeout: float, error: Exception) -> Failure:
    """The failure that stands for an error raised while the session works on a command."""
    text = scrub(target, str(error))
    if "TimeoutExceeded" in text or isinstance(error, TimeoutError):
        return CommandTimeout(
            f"{target.name} did not finish {command!r} within {timeout:g} s", command=command
        )
    if any(word in text for word in ENDED):
        return SessionLost(f"{target.name} closed the connection during {command!r}", command=command)
    return DriverFailure(f"{target.name}, {command!r}: {type(error).__name__}: {text}", command=command)
