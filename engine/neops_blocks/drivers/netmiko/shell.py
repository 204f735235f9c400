"""A shell on a channel: write, and read until something is seen, blocking, with a deadline and a bound."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, TypeVar

from neops_blocks.diagnostics import DriverFailure
from neops_blocks.drivers.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    import paramiko

    from neops_blocks.drivers.deadline import Deadline

T = TypeVar("T")
MAX_OUTPUT = 64 * 1024 * 1024
CHUNK = 65536
TAIL = 1024


class Screen:
    """What the device has sent since the last command."""

    def __init__(self, limit: int = MAX_OUTPUT) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._end = ""
        self._limit = limit

    def add(self, text: str) -> None:
        """Take more. Raises DriverFailure above the limit."""
        self._parts.append(text)
        self._size += len(text)
        self._end = (self._end + text)[-TAIL:]
        if self._size > self._limit:
            raise DriverFailure(
                f"the device sent more than {self._limit // 1024 // 1024} MiB",
                hint="narrow the command, for instance with | include",
            )

    @property
    def tail(self) -> str:
        """The last part, cleaned."""
        return clean(self._end)

    @property
    def text(self) -> str:
        """All of it, cleaned."""
        return clean("".join(self._parts))


class Shell:
    """Used by one thread at a time."""

    def __init__(self, channel: paramiko.Channel, encoding: str = "utf-8") -> None:
        self._channel = channel
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def write(self, text: str, deadline: Deadline) -> None:
        """Send text. Raises TimeoutError, OSError."""
        self._channel.settimeout(max(deadline.left, 0.001))
        self._channel.sendall(text.encode(self._encoding, "replace"))

    def drain(self) -> None:
        """Forget what the device sent unasked."""
        while self._channel.recv_ready():
            if not self._channel.recv(CHUNK):
                return
        self._decoder.reset()

    def read(self, deadline: Deadline) -> str:
        """What the device sends next, at least a character.

        Raises:
            TimeoutError: the deadline passed.
            EOFError: the session ended.
        """
        while True:
            if deadline.passed:
                raise TimeoutError
            self._channel.settimeout(max(deadline.left, 0.001))
            data = self._channel.recv(CHUNK)
            if not data:
                raise EOFError("the device closed the session")
            if text := self._decoder.decode(data):
                return text

    def read_until(self, seen: Callable[[Screen], T | None], screen: Screen, deadline: Deadline) -> T:
        """Read into the screen until seen() has a value, nothing being under way."""
        while True:
            screen.add(self.read(deadline))
            if not self._channel.recv_ready() and (value := seen(screen)) is not None:
                return value
