"""How much of the time between two looks at a thread it has really been held.

While many threads compute, every thread waits long for the interpreter, the watched one and the watching one
alike. That wait is nobody's blocking call, so it must not count.
"""

from __future__ import annotations

import sys
import time

_BLOCKED_SHARE = 2e-4  # a thread that waits for the interpreter wakes every 5 ms: measured 2e-3 to 4e-3


def cpu_clock_of(thread_id: int) -> int | None:
    """The clock of the CPU time of a *living* thread, for `HeldTime`; None where the system has none."""
    get = getattr(time, "pthread_getcpuclockid", None)
    try:
        return None if get is None else int(get(thread_id))
    except OSError:
        return None


class HeldTime:
    """Judges the intervals between the looks that a watcher takes every `interval` seconds."""

    def __init__(self, interval: float, cpu_clock: int | None) -> None:
        self._interval = interval
        self._clock = cpu_clock
        self._tolerance = 0.6 * sys.getswitchinterval()
        self._cpu = self._read()

    def between_looks(self, elapsed: float, *, short_lock: bool) -> float:
        """Seconds that count, of `elapsed` seconds in which the same callback ran.

        A look in time proves that the interpreter was free: all of it counts. After a late look the CPU clock
        of the thread decides: it used no CPU at all, so it was blocked (all of it counts, unless it stands at
        a `short_lock`); otherwise only what it computed.
        """
        before, self._cpu = self._cpu, self._read()
        if elapsed <= self._interval + self._tolerance:
            return elapsed
        if before is None or self._cpu is None:
            return min(elapsed, self._interval)
        used = self._cpu - before
        blocked = used < _BLOCKED_SHARE * elapsed
        return elapsed if blocked and not short_lock else min(used, elapsed)

    def _read(self) -> float | None:
        if self._clock is None:
            return None
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None
