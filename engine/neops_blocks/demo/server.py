"""The process with the emulated switches: an SSH server for each, all on one event loop.

Run as `python -m neops_blocks.demo.server COUNT LATENCY`, the password on the first line of standard input.
It prints one line of JSON with the ports and the host key when all listen, and ends when standard input does.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import os
import re
import sys
import threading
from typing import Any

import asyncssh

from neops_blocks.demo.answers import answer, name

USER = "demo"
HOST = "127.0.0.1"
BACKLOG = 64
_QUIET = re.compile(r"(terminal|term) |enable$|exit$|end$|$")


class Terminal(asyncssh.SSHServerSession[str]):
    """One interactive session: echo, a prompt, an answer after the latency."""

    def __init__(self, number: int, latency: float) -> None:
        self._number = number
        self._latency = latency
        self._typed = ""
        self._busy = False
        self._waiting = ""
        self._channel: Any = None

    def connection_made(self, chan: Any) -> None:
        """Keep the channel."""
        self._channel = chan

    def pty_requested(self, *args: Any) -> bool:
        """Allow a terminal."""
        del args
        return True

    def shell_requested(self) -> bool:
        """Allow a shell."""
        return True

    def session_started(self) -> None:
        """Show the prompt."""
        self._write(f"\n{self._prompt}")

    @property
    def _prompt(self) -> str:
        return f"{name(self._number)}#"

    def _write(self, text: str) -> None:
        if not self._channel.is_closing():
            self._channel.write(text.replace("\n", "\r\n"))

    def data_received(self, data: str, datatype: Any) -> None:
        """Take typed characters; what comes while a command runs waits."""
        del datatype
        self._waiting += data
        self._next_line()

    def _next_line(self) -> None:
        while self._waiting and not self._busy:
            typed, end, rest = _until_newline(self._waiting)
            self._waiting = rest
            self._typed += typed
            self._write(typed)
            if end:
                line, self._typed = self._typed.strip(), ""
                self._write("\n")
                self._command(line)

    def _command(self, line: str) -> None:
        if line in ("exit", "quit", "logout"):
            self._channel.exit(0)
        elif _QUIET.match(line) or not self._latency:
            self._answer(line)
        else:
            self._busy = True
            asyncio.get_running_loop().call_later(self._latency, self._answer, line)

    def _answer(self, line: str) -> None:
        self._busy = False
        output = "" if _QUIET.match(line) else answer(self._number, line)
        if output is None:
            output = f"{' ' * len(self._prompt)}^\n% Invalid input detected at '^' marker.\n"
        self._write(f"{output}\n{self._prompt}" if output else self._prompt)
        self._next_line()


def _until_newline(text: str) -> tuple[str, str, str]:
    match = re.search(r"\r\n|\r|\n", text)
    return (text, "", "") if match is None else (text[: match.start()], match[0], text[match.end() :])


class Server(asyncssh.SSHServer):
    """One connection to a switch."""

    def __init__(self, number: int, latency: float, password: str) -> None:
        self._number = number
        self._latency = latency
        self._password = password

    def password_auth_supported(self) -> bool:
        """Passwords only."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Whether the login is right."""
        return username == USER and hmac.compare_digest(password, self._password)

    def session_requested(self) -> Terminal:
        """A session of its own for each channel."""
        return Terminal(self._number, self._latency)


async def serve(count: int, latency: float, password: str) -> None:
    """Start `count` switches on free ports, say so, and serve until the process ends."""
    key = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
    options = asyncssh.SSHServerConnectionOptions(
        server_host_keys=[key],
        line_editor=False,
        login_timeout=60,
        kex_algs=["ecdh-sha2-nistp256", "curve25519-sha256"],
    )
    ports = []
    for number in range(1, count + 1):
        listener = await asyncssh.listen(
            HOST, 0, server_factory=_factory(number, latency, password), options=options, backlog=BACKLOG
        )
        ports.append(listener.get_port())
    public = key.export_public_key().decode().strip()
    sys.stdout.write(json.dumps({"ports": ports, "key": public}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def _factory(number: int, latency: float, password: str) -> Any:
    return lambda: Server(number, latency, password)


def _end_with_parent() -> None:
    with contextlib.suppress(OSError, ValueError):
        while sys.stdin.readline():
            pass
    os._exit(0)


def main() -> None:
    """Serve until standard input ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    count, latency = int(sys.argv[1]), float(sys.argv[2])
    password = sys.stdin.readline().strip()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    asyncio.run(serve(count, latency, password))


if __name__ == "__main__":
    main()
