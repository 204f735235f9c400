"""Writing lines in a thread of its own: whoever logs never waits for a slow terminal, pipe or disk."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, TextIO

from neops_worker_sdk.worker.logs.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_WAITING = 10_000
LOGGER = "neops.log"


class LineWriter:
    """Takes lines from any thread, and writes them in their order.

    While more than `most` wait, further ones are dropped, and a line says how many.

    Args:
        write: puts a text where it belongs; an OSError ends the writing.
        text_of: makes the text of a line; called in the writer's thread.
        most: how many lines may wait.
    """

    def __init__(
        self, write: Callable[[str], None], text_of: Callable[[Line], str], most: int = MOST_WAITING
    ) -> None:
        self._write = write
        self._text_of = text_of
        self._most = most
        self._waiting: deque[Line] = deque()
        self._dropped = 0
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def put(self, line: Line) -> None:
        """Write a line soon."""
        with self._changed:
            if len(self._waiting) >= self._most:
                self._dropped += 1
                return
            self._waiting.append(line)
            self._changed.notify()

    def close(self, seconds: float) -> None:
        """Write what waits, at most for some seconds."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while lines := self._taken():
                self._write("".join(map(self._text_of, lines)))
        except OSError:
            with self._changed:
                self._most = 0  # nobody reads it any more
                self._waiting.clear()

    def _taken(self) -> list[Line]:
        """The lines that wait, as soon as there are some; none if closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            lines = [*self._waiting]
            self._waiting.clear()
            dropped, self._dropped = self._dropped, 0
        if dropped:
            text = f"{dropped} lines were dropped here: the log is written faster than it is read"
            lines.append(Line(time.time(), "warning", LOGGER, text, {}))
        return lines


def writing_to(stream: TextIO | None) -> Callable[[str], None]:
    """Writes to a stream; to its file descriptor where it has one, past the locks of the stream.

    A thread that is stuck in a stream's own `write` keeps the process from ending. None takes everything, as
    a standard error that was closed before the process began.
    """
    if stream is None:
        return _nowhere
    try:
        descriptor = stream.fileno()
    except (OSError, AttributeError, ValueError):
        return lambda text: _to_stream(stream, text)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return lambda text: _to_descriptor(descriptor, text.encode(encoding, "backslashreplace"))


def _nowhere(text: str) -> None:
    del text


def _to_stream(stream: TextIO, text: str) -> None:
    with contextlib.suppress(ValueError):  # it is closed
        stream.write(text)
        stream.flush()


def _to_descriptor(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            select.select([], [descriptor], [])
