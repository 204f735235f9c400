"""`JobRunner`: runs one job after the other, each in the job thread, and answers each exactly once."""

from __future__ import annotations

import asyncio
import time
from contextvars import copy_context
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency import DEFAULT_THRESHOLD, BlockingDetector, DaemonThreadPoolExecutor
from neops_worker_sdk.jobs.attempt import Attempt
from neops_worker_sdk.jobs.conclusion import conclude, failure_message
from neops_worker_sdk.jobs.errors import DeadlineExceeded, JobRefusedError, JobThreadError
from neops_worker_sdk.jobs.job import Job, JobOutcome, failed
from neops_worker_sdk.jobs.progress import OBSERVER, Progress
from neops_worker_sdk.logger import ContextualLogger, StdlibContextualLogger

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from neops_worker_sdk.logger import BaseLogger

GRACE = 0.5  # seconds in which a cancelled block may close its sessions, and leftover tasks may end
MAX_THREADS = 256


class JobRunner:
    """Runs jobs one at a time, each in the job thread, from a main event loop that stays free.

    Args:
        blocking_threshold: seconds for the blocking detector; 0 turns it off.
        max_threads: upper bound of a job's thread pool.
        logger: for the runner, its blocks and the detector.
    """

    def __init__(
        self,
        *,
        blocking_threshold: float = DEFAULT_THRESHOLD,
        max_threads: int = MAX_THREADS,
        logger: BaseLogger | None = None,
    ) -> None:
        self._threshold = blocking_threshold
        self._max_threads = max_threads
        self._logger = logger or StdlibContextualLogger()
        self._turn = asyncio.Lock()
        self._thread: DaemonThreadPoolExecutor | None = None
        self._closed = False

    async def run(
        self,
        job: Job,
        *,
        observer: Callable[[Progress], None] | None = None,
        logger: BaseLogger | None = None,
    ) -> JobOutcome:
        """Run `job` when its turn comes, and return its one outcome, whatever its block does.

        Args:
            job: what to run.
            observer: gets what the block reports while the job lasts; called from the job's threads.
            logger: for this job, instead of the runner's.

        Raises:
            RuntimeError: the runner is closed.
        """
        async with self._turn:
            if self._closed:
                raise RuntimeError("the job runner is closed")
            return await self._run(job, observer, logger or self._logger)

    @staticmethod
    def refuse(job_id: str, reason: str) -> JobOutcome:
        """The outcome of a job that cannot be run: its block is unknown, or the job is malformed."""
        return failed(job_id, f"Job refused: {reason or 'no reason given'}", JobRefusedError(reason))

    async def aclose(self) -> None:
        """Take no more jobs. Waits for nothing; a job that is running gets its outcome."""
        self._closed = True
        self._renew_thread()

    async def _run(
        self, job: Job, observer: Callable[[Progress], None] | None, logger: BaseLogger
    ) -> JobOutcome:
        began = time.monotonic()
        if isinstance(logger, ContextualLogger):
            logger = logger.with_context(job=job.id)
        attempt = Attempt(job, logger, self._max_threads)
        relay = _Relay(observer, logger) if observer else None
        detector = BlockingDetector(self._threshold, logger)
        context = copy_context()
        context.run(OBSERVER.set, relay)
        self._in_job_thread(context.run, attempt.run).add_done_callback(attempt.thread_is_done)
        watching = asyncio.create_task(self._watch(attempt, detector, job.registration.name))
        try:
            outcome = await self._outcome(job, attempt, began)
        except asyncio.CancelledError:
            attempt.cancel()
            raise
        finally:
            if relay is not None:
                relay.close()
            if not attempt.finished.is_set():
                self._abandon(attempt)
            await self._stop_watching(watching)
        return replace(outcome, elapsed=time.monotonic() - began, blocking=detector.events)

    async def _outcome(self, job: Job, attempt: Attempt, began: float) -> JobOutcome:
        def remaining(at_least: float = 0.0) -> float | None:
            return None if job.deadline is None else max(at_least, began + job.deadline - time.monotonic())

        if not await _within(remaining(), attempt.answered, attempt.finished):
            return await self._overdue(job, attempt)
        if not await _within(GRACE, attempt.unloaded, attempt.finished):
            return await self._conclude_elsewhere(job, attempt, remaining(GRACE))
        if not await _within(remaining(GRACE), attempt.finished):
            return await self._overdue(job, attempt)
        if attempt.outcome is None:
            error = JobThreadError("the job's thread could not be started, or ended without an answer")
            return failed(job.id, failure_message(job, error, called=True), error)
        return attempt.outcome

    async def _overdue(self, job: Job, attempt: Attempt) -> JobOutcome:
        where = attempt.where()
        attempt.cancel()
        await _within(GRACE, attempt.finished)
        text = f"the job did not finish within its deadline of {job.deadline:g} s"
        error = DeadlineExceeded(f"{text}: {where}" if where else text)
        return failed(job.id, failure_message(job, error, called=True), error)

    async def _conclude_elsewhere(self, job: Job, attempt: Attempt, limit: float | None) -> JobOutcome:
        """The block has answered, but a leftover task does not end: its thread cannot conclude the job."""
        names = ", ".join(attempt.leftovers()) or "unknown"
        self._abandon(attempt)
        warning = f"tasks that the block left behind ignore their cancellation: {names}"
        self._logger.warning(f"Job {job.id}: {warning}; its thread is abandoned")
        assert attempt.answer is not None
        concluding = asyncio.wrap_future(self._in_job_thread(conclude, job, attempt.answer))
        try:
            outcome: JobOutcome = await asyncio.wait_for(concluding, limit)
        except TimeoutError:
            self._renew_thread()
            return await self._overdue(job, attempt)
        return replace(outcome, warnings=(*outcome.warnings, warning))

    async def _watch(self, attempt: Attempt, detector: BlockingDetector, name: str) -> None:
        await attempt.started.wait()
        if attempt.thread_id is not None:
            await detector.monitor_thread(attempt.thread_id, name, cpu_clock=attempt.cpu_clock)

    async def _stop_watching(self, watching: asyncio.Task[None]) -> None:
        watching.cancel()
        await asyncio.wait({watching})
        error = None if watching.cancelled() else watching.exception()
        if error is not None:
            self._logger.error(f"The blocking detector failed: {type(error).__name__}: {error}")

    def _in_job_thread(self, fn: Callable[..., Any], *args: Any) -> Future[Any]:
        if self._thread is None:
            self._thread = DaemonThreadPoolExecutor(1, thread_name_prefix="job-worker")
        return self._thread.submit(fn, *args)

    def _abandon(self, attempt: Attempt) -> None:
        attempt.abandon()
        self._renew_thread()

    def _renew_thread(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown()


class _Relay:
    """Passes progress on while the job lasts; an observer's error is no error of the block."""

    def __init__(self, observer: Callable[[Progress], None], logger: BaseLogger) -> None:
        self._observer: Callable[[Progress], None] | None = observer
        self._logger = logger

    def __call__(self, event: Progress) -> None:
        observer = self._observer
        if observer is None:
            return
        try:
            observer(event)
        except Exception as error:  # noqa: BLE001 - the job goes on
            self._logger.warning(f"A progress observer failed: {type(error).__name__}: {error}")

    def close(self) -> None:
        self._observer = None


async def _within(seconds: float | None, *events: asyncio.Event) -> bool:
    """Wait for any of `events`, at most `seconds`; whether one is set."""
    if not any(event.is_set() for event in events):
        waiting = [asyncio.ensure_future(event.wait()) for event in events]
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in waiting:
                waiter.cancel()
    return any(event.is_set() for event in events)


def run_job(job: Job, *, observer: Callable[[Progress], None] | None = None, **settings: Any) -> JobOutcome:
    """Run one job in an event loop made for it; `settings` as for `JobRunner`."""

    async def main() -> JobOutcome:
        runner = JobRunner(**settings)
        try:
            return await runner.run(job, observer=observer)
        finally:
            await runner.aclose()

    return asyncio.run(main())
