"""How much of the time between two looks at a thread it has really been held.

While many threads compute, every thread waits long for the interpreter, the watched one and the watching one
alike. That wait is nobody's blocking call, so it must not count.
"""

from __future__ import annotations

import sys
import time

_BLOCKED_SHARE = 2e-4  # a thread that waits for the interpreter wakes every 5 ms: measured 2e-3 to 4e-3
_TOLERANCE_SHARE = 0.6  # of the switch interval: a busy interpreter is given up after one of them


def cpu_clock_of(thread_id: int) -> int | None:
    """The clock of the CPU time of a *living* thread, for `CpuTime`; None where the system has none."""
    get = getattr(time, "pthread_getcpuclockid", None)
    try:
        return None if get is None else int(get(thread_id))
    except OSError:
        return None


class CpuTime:
    """The CPU time that a thread uses between two readings."""

    def __init__(self, clock: int | None) -> None:
        self._clock = clock
        self._last = self._read()

    def used(self) -> float | None:
        """Seconds since the last reading; exactly 0 if the thread has not run; None if it cannot be told."""
        before, self._last = self._last, self._read()
        return None if before is None or self._last is None else self._last - before

    def _read(self) -> float | None:
        if self._clock is None:
            return None
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None


def held_time(elapsed: float, interval: float, cpu: float | None, *, short_lock: bool) -> float:
    """Seconds that count, of `elapsed` seconds between two looks in which the same callback ran.

    A look in time proves that the interpreter was free: all of it counts. After a late look the CPU time of
    the thread decides: it used none at all, so it was blocked (all of it counts, unless it stands at a
    `short_lock`); otherwise only what it computed counts.

    Args:
        elapsed: seconds between the looks.
        interval: seconds there should have been.
        cpu: the thread's CPU time in between, None if it is unknown.
        short_lock: the thread waits for a lock that is only ever held briefly.
    """
    if elapsed <= interval + _TOLERANCE_SHARE * sys.getswitchinterval():
        return elapsed
    if cpu is None:
        return min(elapsed, interval)
    blocked = cpu < _BLOCKED_SHARE * elapsed
    return elapsed if blocked and not short_lock else min(cpu, elapsed)
