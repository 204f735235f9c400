"""Signals of the process, while something runs that wants to end in order."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextlib.contextmanager
def stopping_by_signal(
    loop: asyncio.AbstractEventLoop,
    stop: Callable[[str], None],
    at_once: Callable[[int], object] = os._exit,
) -> Iterator[None]:
    """SIGTERM and SIGINT call `stop` with the signal's name; a second one ends the process.

    What was there before is restored. Outside the main thread, which alone gets signals, nothing happens.

    Args:
        loop: in which `stop` is called.
        stop: called once.
        at_once: called with the exit code, 128 and the signal's number.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen = 0

    def handle(number: int, frame: Any) -> None:
        nonlocal seen
        del frame
        seen += 1
        if seen > 1:
            at_once(128 + number)
        else:
            loop.call_soon_threadsafe(stop, signal.Signals(number).name)

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
