"""The SSH connection under a session: socket, key exchange, host key, login, shell; one deadline."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import threading
from typing import TYPE_CHECKING, Any

import paramiko

from neops_blocks.diagnostics import AuthFailed
from neops_blocks.drivers import known_hosts
from neops_blocks.drivers.platforms import platform_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.drivers.deadline import Deadline
    from neops_blocks.drivers.port import Target

LOG_CHANNEL = "neops_blocks.drivers.paramiko"
KEX_FIRST = (
    "ecdh-sha2-nistp256",
    "curve25519-sha256@libssh.org",
    "curve25519-sha256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group14-sha256",
)
RSA_TYPES = ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
IDENTITIES = ("id_ed25519", "id_ecdsa", "id_rsa")
WIDTH, HEIGHT = 511, 1000


class Wire:
    """An SSH connection that is logged in, with one shell."""

    def __init__(self, sock: socket.socket, transport: paramiko.Transport) -> None:
        self._sock = sock
        self.transport = transport
        self.channel: paramiko.Channel | None = None

    def close(self) -> None:
        """Cut the connection at once: whoever waits on it sees the end. Safe to repeat, from any thread."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self.transport.close()
        self._sock.close()


def connect(target: Target, deadline: Deadline, options: dict[str, Any]) -> Wire:
    """Connect, check the host key, log in and open a shell.

    Raises:
        Failure: the host key or the login is refused.
        OSError, EOFError, paramiko.SSHException: see errors.opening.
    """
    sock = _tcp(target, deadline)
    wire = None
    try:
        transport = paramiko.Transport(sock, disabled_algorithms=options.get("disabled_algorithms"))
        wire = Wire(sock, transport)
        _negotiate(transport, target, deadline)
        _log_in(transport, target, deadline, options.get("passphrase"))
        _open_shell(wire, deadline)
        if options.get("keepalive"):
            transport.set_keepalive(int(options["keepalive"]))
    except BaseException:
        sock.close() if wire is None else wire.close()
        raise
    return wire


def check_host_key(target: Target, deadline: Deadline) -> bytes:
    """Connect only to see the host key and judge it: for drivers that cannot. Returns the key.

    Raises:
        Failure: the host key is refused.
        OSError, EOFError, paramiko.SSHException: see errors.opening.
    """
    sock = _tcp(target, deadline)
    wire = Wire(sock, paramiko.Transport(sock))
    try:
        _negotiate(wire.transport, target, deadline)
        return wire.transport.get_remote_server_key().asbytes()
    finally:
        wire.close()


def quiet_log() -> None:
    """Keep paramiko's tracebacks off stderr: LOG_CHANNEL is heard only by handlers added to it."""
    logger = logging.getLogger(LOG_CHANNEL)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.propagate = False


def _tcp(target: Target, deadline: Deadline) -> socket.socket:
    last: OSError = TimeoutError("no time left")
    for family, kind, proto, _, address in _addresses(target, deadline):
        sock = socket.socket(family, kind, proto)
        try:
            sock.settimeout(max(deadline.left, 0.001))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except OSError as error:
            sock.close()
            last = error
        else:
            return sock
    raise last


def _addresses(target: Target, deadline: Deadline) -> list[Any]:
    """The addresses of the host; a resolver that hangs is waited for until the deadline only."""
    found: list[Any] = []

    def resolve() -> None:
        try:
            found.append(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        thread = threading.Thread(target=resolve, name=f"resolve {target.host}", daemon=True)
        thread.start()
        thread.join(deadline.left)
    else:
        resolve()
    if not found:
        raise TimeoutError("the name server does not answer")
    if isinstance(found[0], UnicodeError):
        raise socket.gaierror(str(found[0]))
    if isinstance(found[0], Exception):
        raise found[0]
    return list(found[0])


def _negotiate(transport: paramiko.Transport, target: Target, deadline: Deadline) -> None:
    quiet_log()
    transport.set_log_channel(LOG_CHANNEL)
    transport.banner_timeout = transport.handshake_timeout = deadline.left + 1.0
    transport.auth_timeout = transport.channel_timeout = deadline.left
    known = known_hosts.keys_of(target) if target.host_key != "ignore" else ()
    algorithms = transport.get_security_options()
    algorithms.kex = _preferred(algorithms.kex, KEX_FIRST)
    kinds = [kind for key in known for kind in (RSA_TYPES if key.kind == "ssh-rsa" else (key.kind,))]
    algorithms.key_types = _preferred(algorithms.key_types, kinds)
    ready = threading.Event()
    transport.start_client(event=ready)
    if not ready.wait(deadline.left):
        raise TimeoutError("no SSH greeting, or the key exchange did not end")
    if not transport.is_active():
        raise transport.get_exception() or EOFError("the connection was closed")
    key = transport.get_remote_server_key()
    known_hosts.check(target, key.get_name(), key.asbytes())


def _preferred(offered: Sequence[str], first: Sequence[str]) -> tuple[str, ...]:
    """The same algorithms in another order: none added, none removed."""
    ahead = [name for name in dict.fromkeys(first) if name in offered]
    return (*ahead, *(name for name in offered if name not in ahead))


def _log_in(
    transport: paramiko.Transport, target: Target, deadline: Deadline, passphrase: str | None
) -> None:
    if not target.username:
        raise AuthFailed(f"there is no user name for {target.name}", hint="give the device a username")
    if _let_in_without(transport, target):
        return
    refused: paramiko.AuthenticationException | None = None
    for key in _keys(target, passphrase):
        transport.auth_timeout = deadline.left
        try:
            transport.auth_publickey(target.username, key)
        except paramiko.AuthenticationException as error:
            refused = error
        else:
            if transport.is_authenticated():
                return
        if not transport.is_active():
            break
    if target.password is not None and transport.is_active():
        transport.auth_timeout = deadline.left
        transport.auth_password(target.username, target.password)
    elif refused is not None:
        raise refused
    if not transport.is_authenticated():
        what = (
            "a password or a key, and there is none" if target.password is None else "more than its password"
        )
        hint = "give the device a password or a key_file in the inventory"
        raise AuthFailed(f"{target.name} asks the user {target.username} for {what}", hint=hint)


def _let_in_without(transport: paramiko.Transport, target: Target) -> bool:
    """Some platforms let everybody in and ask for the login inside the session."""
    facts = platform_facts(target.platform)
    if facts is None or not facts.open_login:
        return False
    with contextlib.suppress(paramiko.BadAuthenticationType):
        transport.auth_none(str(target.username))
    return transport.is_authenticated()


def _keys(target: Target, passphrase: str | None) -> Iterator[paramiko.PKey]:
    """The key that the target names; without one and without a password, the agent's and the user's own."""
    if target.key_file is not None:
        try:
            yield paramiko.PKey.from_path(target.key_file, passphrase)
        except (OSError, ValueError, TypeError, paramiko.SSHException) as error:
            raise AuthFailed(
                f"the key_file {target.key_file} of {target.name} cannot be used: {error}",
                hint="is it a private key in OpenSSH's format? An encrypted one needs options.passphrase",
            ) from error
    elif target.password is None:
        agent = paramiko.Agent()
        try:
            yield from agent.get_keys()
        finally:
            agent.close()
        for path in (known_hosts.home() / name for name in IDENTITIES):
            with contextlib.suppress(OSError, ValueError, TypeError, paramiko.SSHException):
                yield paramiko.PKey.from_path(path)


def _open_shell(wire: Wire, deadline: Deadline) -> None:
    wire.channel = wire.transport.open_session(timeout=max(deadline.left, 0.001))
    wire.channel.settimeout(max(deadline.left, 0.001))
    wire.channel.get_pty(term="vt100", width=WIDTH, height=HEIGHT)
    wire.channel.invoke_shell()
