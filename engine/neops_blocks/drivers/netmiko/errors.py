"""One place that turns what sockets, paramiko and netmiko raise into our failures."""

from __future__ import annotations

import errno
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import paramiko

from neops_blocks.diagnostics import (
    AuthFailed,
    CommandTimeout,
    ConnectRefused,
    ConnectTimeout,
    DriverFailure,
    Failure,
    NameNotResolved,
    SessionLost,
    Unreachable,
)
from neops_blocks.drivers.scrubbing import scrub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.drivers.port import Target

NO_WAY = frozenset(
    {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL}
)
LOST = (EOFError, ConnectionResetError, BrokenPipeError, ConnectionAbortedError)


@contextmanager
def opening(target: Target) -> Iterator[None]:
    """Translate what is raised while a session is being opened."""
    try:
        yield
    except Failure:
        raise
    except Exception as error:
        raise failure_of_opening(target, error) from error


@contextmanager
def working(target: Target, command: str, timeout: float) -> Iterator[None]:
    """Translate what is raised while the session works on a command."""
    try:
        yield
    except Failure:
        raise
    except Exception as error:
        raise failure_of_command(target, command, timeout, error) from error


def failure_of_opening(target: Target, error: Exception) -> Failure:
    """The failure that stands for an error raised while a session is being opened."""
    where, text = f"{target.name} ({target.host}:{target.port})", scrub(target, str(error))
    late = ConnectTimeout(f"{where} did not let us in within {target.connect_timeout:g} s: {text}")
    if isinstance(error, socket.gaierror):
        return NameNotResolved(f"the host name {target.host!r} of {target.name} has no address: {text}")
    if _is_late(error) or "timeout" in text.lower():
        return late
    if isinstance(error, ConnectionRefusedError):
        return ConnectRefused(f"{where} refused the connection")
    if isinstance(error, paramiko.AuthenticationException):
        return AuthFailed(f"{where} did not accept the login of {target.username}: {text}")
    if isinstance(error, OSError) and error.errno in NO_WAY:
        return Unreachable(f"there is no way to {where}: {error.strerror}")
    if isinstance(error, paramiko.SSHException) and "banner" in text:
        return ConnectRefused(f"{where} closed the connection before SSH began")
    if isinstance(error, LOST) or _of_netmiko(error, "ReadException") or text == "Socket is closed":
        return SessionLost(f"{where} closed the connection while the session was being opened")
    return DriverFailure(f"no session with {where}: {type(error).__name__}: {text}")


def failure_of_command(target: Target, command: str, timeout: float, error: Exception) -> Failure:
    """The failure that stands for an error raised while the session works on a command."""
    if _is_late(error):
        return CommandTimeout(
            f"{target.name} did not finish {command!r} within {timeout:g} s", command=command
        )
    if isinstance(error, (*LOST, OSError)) or _of_netmiko(error, "ReadException"):
        return SessionLost(f"{target.name} closed the connection during {command!r}", command=command)
    text = scrub(target, str(error))
    return DriverFailure(f"{target.name}, {command!r}: {type(error).__name__}: {text}", command=command)


def _is_late(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or _of_netmiko(error, "NetmikoTimeoutException", "ReadTimeout")


def _of_netmiko(error: Exception, *names: str) -> bool:
    """Whether it is one of these classes of netmiko, which a quick session never loads."""
    kinds = (kind for kind in type(error).__mro__ if kind.__module__.startswith("netmiko."))
    return any(kind.__name__ in names for kind in kinds)
