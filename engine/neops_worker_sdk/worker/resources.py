"""Whether the process can still run a job at all: file descriptors and threads."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack

_PAIRS = 4
"""An event loop takes three descriptors, a device and the engine one each."""


def lacking() -> str | None:
    """What the process has run out of, in words; None if a job can be begun."""
    with ExitStack() as opened:
        try:
            for _ in range(_PAIRS):
                for one in socket.socketpair():
                    opened.callback(one.close)
        except OSError as error:
            return f"file descriptors ({error.strerror})"
    thread = threading.Thread(target=int, daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        return f"threads ({error})"
    thread.join()
    return None
