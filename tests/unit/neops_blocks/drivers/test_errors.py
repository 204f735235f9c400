from __future__ import annotations

import errno
import socket

import paramiko
import pytest
from netmiko.exceptions import (
    NetmikoAuthenticationException,
    NetmikoTimeoutException,
    ReadException,
    ReadTimeout,
)

from neops_blocks.diagnostics import CommandRejected
from neops_blocks.drivers import Target
from neops_blocks.drivers.netmiko.errors import opening, working

TARGET = Target(
    name="sw1", host="192.0.2.1", platform="ios", username="u", password="hunter2", enable_password="open7"
)

OPENING = [
    (TimeoutError("timed out"), "connect_timeout"),
    (OSError(errno.ETIMEDOUT, "Connection timed out"), "connect_timeout"),
    (NetmikoTimeoutException("late"), "connect_timeout"),
    (paramiko.AuthenticationException("Authentication timeout."), "connect_timeout"),
    (paramiko.SSHException("Timeout opening channel."), "connect_timeout"),
    (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "connect_refused"),
    (paramiko.SSHException("Error reading SSH protocol banner"), "connect_refused"),
    (OSError(errno.EHOSTUNREACH, "No route to host"), "unreachable"),
    (OSError(errno.ENETUNREACH, "Network is unreachable"), "unreachable"),
    (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "name_not_resolved"),
    (paramiko.AuthenticationException("Authentication failed."), "auth_failed"),
    (paramiko.BadAuthenticationType("no", ["publickey"]), "auth_failed"),
    (NetmikoAuthenticationException("no"), "auth_failed"),
    (EOFError(), "session_lost"),
    (OSError("Socket is closed"), "session_lost"),
    (ConnectionResetError(errno.ECONNRESET, "reset"), "session_lost"),
    (ReadException("closed"), "session_lost"),
    (paramiko.ssh_exception.IncompatiblePeer("no acceptable kex algorithm"), "driver_error"),
    (paramiko.SSHException("something else"), "driver_error"),
    (ValueError("a bug"), "driver_error"),
    (CommandRejected("ours"), "command_rejected"),
]
WORKING = [
    (TimeoutError(), "command_timeout"),
    (ReadTimeout("late"), "command_timeout"),
    (NetmikoTimeoutException("late"), "command_timeout"),
    (EOFError(), "session_lost"),
    (BrokenPipeError(), "session_lost"),
    (OSError("Socket is closed"), "session_lost"),
    (ReadException("closed"), "session_lost"),
    (ValueError("a bug"), "driver_error"),
    (CommandRejected("ours"), "command_rejected"),
]


@pytest.mark.parametrize(("error", "code"), OPENING)
def test_errors_of_opening_have_a_code(error, code):
    with pytest.raises(Exception) as caught, opening(TARGET):  # noqa: PT011
        raise error
    assert caught.value.code == code


@pytest.mark.parametrize(("error", "code"), WORKING)
def test_errors_of_a_command_have_a_code(error, code):
    with pytest.raises(Exception) as caught, working(TARGET, "show x", 3.0):  # noqa: PT011
        raise error
    assert caught.value.code == code


@pytest.mark.parametrize("kind", [ValueError, paramiko.AuthenticationException, paramiko.SSHException])
def test_passwords_never_show(kind):
    with pytest.raises(Exception) as caught, opening(TARGET):  # noqa: PT011
        raise kind("sent hunter2 and open7")
    assert "hunter2" not in str(caught.value)
    assert "open7" not in str(caught.value)
    assert "hunter2" not in repr(TARGET)
