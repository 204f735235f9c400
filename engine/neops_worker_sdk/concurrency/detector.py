"""`BlockingDetector`: warns while something holds the event loop of a job's thread."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from neops_worker_sdk.concurrency.held_time import CpuTime, cpu_clock_of, held_time
from neops_worker_sdk.concurrency.holds import BlockingEvent, Hold, Record, describe
from neops_worker_sdk.concurrency.stacks import frame_of, holder_of, waits_for_a_short_lock

if TYPE_CHECKING:
    from types import FrameType

    from neops_worker_sdk.logger import BaseLogger

DEFAULT_THRESHOLD = 0.5
_LOOKS_PER_THRESHOLD = 20
_SHORTEST, _LONGEST = 0.005, 0.05


class BlockingDetector:
    """Watches a thread from the event loop of another one.

    Args:
        threshold: seconds that one callback may hold the watched event loop; 0 or less: never warn.
        logger: where the warnings go.
    """

    def __init__(self, threshold: float, logger: BaseLogger) -> None:
        self.threshold = threshold
        self._logger = logger
        self._record = Record()

    @property
    def events(self) -> tuple[BlockingEvent, ...]:
        """What has held the loop so far, one event per place."""
        return self._record.events()

    async def monitor_thread(
        self, thread_id: int, context_name: str, *, cpu_clock: int | None = None
    ) -> None:
        """Watch the thread until it ends or this coroutine is cancelled.

        Args:
            thread_id: the thread's ``threading.get_ident()``.
            context_name: what the warnings call it, such as the block's name.
            cpu_clock: the thread's own ``time.pthread_getcpuclockid``, if the caller has it.
        """
        if self.threshold <= 0:
            return
        interval = min(max(self.threshold / _LOOKS_PER_THRESHOLD, _SHORTEST), _LONGEST)
        if cpu_clock is None and frame_of(thread_id) is not None:
            cpu_clock = cpu_clock_of(thread_id)
        watch = _Watch(self.threshold, self._logger, self._record, context_name, interval, CpuTime(cpu_clock))
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        timer: asyncio.TimerHandle | None = None

        def look() -> None:  # a bare timer costs half of what a sleeping task does
            nonlocal timer
            try:
                going_on = watch.look(thread_id)
            except Exception as error:  # noqa: BLE001 - whoever awaits the monitor gets it
                ended.set_exception(error)
                return
            if going_on:
                timer = loop.call_later(watch.interval, look)
            else:
                ended.set_result(None)

        try:
            look()
            await ended
        finally:
            if timer is not None:
                timer.cancel()
            watch.close()


class _Watch:
    """One run of `monitor_thread`."""

    def __init__(
        self, threshold: float, logger: BaseLogger, record: Record, name: str, interval: float, cpu: CpuTime
    ) -> None:
        self._threshold = threshold
        self._logger = logger
        self._record = record
        self._name = name
        self._shortest = interval
        self._cpu = cpu
        self._hold: Hold | None = None
        self._looked = False
        self._last_look = time.monotonic()

    @property
    def interval(self) -> float:
        """Seconds until the next look: a free loop is looked at half as often."""
        return self._shortest if self._hold is not None else min(2 * self._shortest, _LONGEST)

    def look(self, thread_id: int) -> bool:
        """Take one look; False if the thread is gone."""
        now = time.monotonic()
        elapsed, self._last_look = now - self._last_look, now
        expected = self.interval
        cpu = self._cpu.used()
        if cpu == 0 and self._hold is None and self._looked:
            return True  # its loop was free and it has not run since
        innermost = frame_of(thread_id)
        holder = None if innermost is None else holder_of(innermost)
        self._looked = True
        if self._hold is not None and holder is not self._hold.holder:
            self._end(now)
        if innermost is not None and holder is not None:
            short_lock = waits_for_a_short_lock(innermost)
            counted = held_time(elapsed, expected, cpu, short_lock=short_lock)
            self._go_on(innermost, holder, now, elapsed, counted)
        return innermost is not None

    def close(self) -> None:
        """Finish off a hold that still lasts, and say what came back."""
        if self._hold is not None and self._hold.event is not None:
            seconds = time.monotonic() - self._hold.began
            self._record.lasted(self._hold.event, seconds)
            self._say(
                f"still held the event loop when monitoring ended, after {seconds:.2f}s", self._hold.event
            )
        self._hold = None
        for event in self._record.events():
            if event.count > 1:
                self._say(f"held the event loop {event.count} times, {event.duration:.2f}s in total", event)

    def _go_on(
        self, innermost: FrameType, holder: FrameType, now: float, elapsed: float, counted: float
    ) -> None:
        hold = self._hold
        if hold is None:
            self._hold = Hold(holder, began=now - elapsed / 2, seen=now)
            return
        hold.seen = now
        hold.effective += counted
        if hold.event is None and hold.effective >= self._threshold:
            hold.event = describe(innermost, holder)
            if self._record.add(hold.event):
                self._warn(hold.event)

    def _end(self, now: float) -> None:
        hold, self._hold = self._hold, None
        if hold is None or hold.event is None:
            return
        seconds = (hold.seen + now) / 2 - hold.began
        self._record.lasted(hold.event, seconds)
        counts = {event.place: event.count for event in self._record.events()}
        if counts.get(hold.event.place) == 1:
            self._say(f"ended after {seconds:.2f}s", hold.event)

    def _warn(self, event: BlockingEvent) -> None:
        lines = [f"Blocking operation detected in {self._name} (exceeded {self._threshold:g}s threshold)"]
        if event.activity:
            lines.append(f"While working on: {event.activity}")
        lines.append("Blocking at:")
        lines += [str(frame) for frame in event.frames] or [f"  {event.place.function}"]
        lines.append("Tip: Use @run_in_thread decorator to wrap blocking operations")
        self._logger.warning("\n".join(lines))

    def _say(self, what: str, event: BlockingEvent) -> None:
        where = event.place.short if event.place.file else event.place.function
        self._logger.warning(f"Blocking operation in {self._name} {what}: {where}")
