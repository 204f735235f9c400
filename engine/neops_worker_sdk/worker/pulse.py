"""Noticing that the whole process stood still: C code that kept the interpreter's lock, or a suspension."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

INTERVAL = 0.25
TOLERATED = 1.0


async def watch_the_process(stood_still: Callable[[float], None]) -> None:
    """Call `stood_still` with the seconds, after the event loop could not run for more than one second."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(INTERVAL)
        late = time.monotonic() - began - INTERVAL
        if late > TOLERATED:
            stood_still(late)
