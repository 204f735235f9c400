"""`Worker`: the main loop. Polls an engine, runs its jobs one by one, delivers, beats, ends in order."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from neops_worker_sdk.engines import EngineError, MalformedJob, UnknownWorkerError
from neops_worker_sdk.jobs import JobRunner
from neops_worker_sdk.registry import discover, forget_modules
from neops_worker_sdk.worker.delivery import Delivery
from neops_worker_sdk.worker.errors import StartupError
from neops_worker_sdk.worker.events import CURRENT, EventQueue, JobLogHandler
from neops_worker_sdk.worker.execution import POSSIBLY, Execution
from neops_worker_sdk.worker.heartbeat import Heartbeat
from neops_worker_sdk.worker.membership import Membership
from neops_worker_sdk.worker.pace import Pace
from neops_worker_sdk.worker.pulse import watch_the_process
from neops_worker_sdk.worker.reload import watch
from neops_worker_sdk.worker.version import version

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from neops_worker_sdk.engines import Engine, PolledJob
    from neops_worker_sdk.logger import ContextualLogger
    from neops_worker_sdk.registry import BlockReader, Registered
    from neops_worker_sdk.worker.metrics import Metrics
    from neops_worker_sdk.worker.settings import WorkerSettings
    from neops_worker_sdk.worker.store import Store

T = TypeVar("T")
DONE, INCOMPLETE = 0, 1
LONG_POLL = 1.0
LAST_WORDS = 2.0
RESERVE = 0.25
AFTER_A_BUG = 1.0


class Worker:
    """Runs the jobs of one engine, one at a time, until it is stopped.

    Args:
        engine: who hands out the jobs.
        settings: see `WorkerSettings`.
        readers: who reads which files of blocks.
        store: keeps claims and results until the engine has them.
        metrics: counts what happens.
        logger: for everything that is said.
    """

    def __init__(
        self,
        engine: Engine,
        settings: WorkerSettings,
        *,
        readers: Sequence[BlockReader],
        store: Store,
        metrics: Metrics,
        logger: ContextualLogger,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._readers = readers
        self._store = store
        self._metrics = metrics
        self._logger = logger
        self._blocks: dict[str, Registered] = {}
        self._claimed: dict[str, float] = {}
        self._running: str | None = None
        self._finishing: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._changed = asyncio.Event()
        self._stop_seen = 0.0
        self._poll_failing = False
        self._pace = Pace(settings.poll_interval, settings.max_claim)
        self._membership = Membership(
            engine, logger, version=version(), name=settings.name, ip_address=settings.ip_address
        )
        self._delivery = Delivery(engine, store, metrics, logger, settings.result_push_timeout)
        self._events = EventQueue(engine, logger, lambda: self._membership.worker_id)
        self._heartbeat = Heartbeat(
            engine, self._membership, self._delivery, metrics, logger, settings.heartbeat_interval
        )
        self._runner = JobRunner(
            blocking_threshold=settings.blocking_threshold, max_threads=settings.max_threads, logger=logger
        )
        self._execution = Execution(
            engine, self._runner, self._events, metrics, logger, settings.job_timeout or None
        )

    def stop(self, why: str = "asked to") -> None:
        """Take no more jobs, finish those that are claimed, and end."""
        if not self._stopping.is_set():
            self._logger.info(
                f"Stopping ({why}): no more jobs are taken; what is claimed has "
                f"{self._settings.shutdown_timeout:g} s"
            )
            self._stop_seen = time.monotonic()
            self._stopping.set()

    async def run(self) -> int:
        """Work until stopped.

        Returns:
            0 if everything that was claimed was finished and delivered, else 1.

        Raises:
            StartupError: there are no blocks, or the engine refuses this worker.
        """
        handler = JobLogHandler(self._events)
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            return await self._run()
        finally:
            root.removeHandler(handler)
            await self._runner.aclose()

    async def _run(self) -> int:
        if not await self._start():
            await self._membership.leave(LAST_WORDS)
            return DONE
        background = [
            asyncio.create_task(self._forever(task, name), name=name)
            for name, task in (
                ("heartbeat", self._heartbeat.run),
                ("delivery", self._delivery.run),
                ("events", self._events.run),
                ("gauges", self._gauges),
                ("pulse", lambda: watch_the_process(self._stood_still)),
                *([("reload", self._watch)] if self._settings.reload else []),
            )
        ]
        work = asyncio.create_task(self._forever(self._work, "work"), name="work")
        try:
            await self._stopping.wait()
            return await self._drain(work)
        finally:
            await _cancelled(work, *background)

    async def _start(self) -> bool:
        """Get ready for the first poll; False if stopped meanwhile."""
        await self._discover()
        with suppress(EngineError):
            await self._check_version()
        self._membership.offer(block.dto for block in self._blocks.values())
        joining = asyncio.create_task(self._membership.join(self._settings.startup_retry_timeout))
        if not await self._unless_stopped(joining):
            return False
        try:
            await joining
        except EngineError as error:
            await self._membership.leave(LAST_WORDS)
            raise StartupError(f"cannot register at {self._engine.address}: {error}") from error
        if not self._membership.served and not self._settings.reload:
            await self._membership.leave(LAST_WORDS)
            raise StartupError(f"{self._engine.address} accepts none of the blocks of this worker")
        await self._resume()
        self._logger.info(
            f"Worker {self._membership.worker_id} serves {len(self._membership.served)} blocks "
            f"for {self._engine.address}"
        )
        return True

    async def _discover(self) -> None:
        directories = self._settings.blocks
        found = await self._store.call(lambda: discover(*directories, readers=self._readers))
        for error in found.errors:
            self._logger.error(f"{error}")
        where = ", ".join(map(str, directories)) or "no directory"
        if found.errors and self._settings.strict and not self._blocks:
            raise StartupError(f"{len(found.errors)} errors in the blocks of {where}, and --strict is given")
        if not found.registrations and not self._settings.reload:
            raise StartupError(f"there are no blocks in {where}: give directories that hold some (--blocks)")
        self._blocks = {block.registration.identifier: block for block in found.registrations}

    async def _check_version(self) -> None:
        try:
            said = await self._engine.check_version()
        except EngineError as error:
            self._logger.warning(f"The version check failed, going on: {error}")
            return
        if not said.compatible:
            self._logger.error(
                f"The engine (version {said.version}) says that it is not compatible; going on"
            )
        elif said.deprecated:
            self._logger.warning(f"The engine (version {said.version}) says that this API is deprecated")

    async def _resume(self) -> None:
        """Deliver what an earlier worker left behind, and fail what it did not finish."""
        outbox = self._store.outbox
        for claim in await self._store.call(outbox.claims):
            how = f"while the job was running; {POSSIBLY}" if claim.started else "before the job was started"
            await self._keep(claim.job_id, self._execution.lost(claim.job_id, f"the worker was ended {how}"))
        for job_id, body in await self._store.call(outbox.results):
            self._delivery.add(job_id, body)

    async def _work(self) -> None:
        while not self._stopping.is_set():
            if self._changed.is_set():
                await self._reload()
            jobs = await self._poll()
            await self._store.do("claimed", [(job.id, job.block) for job in jobs if job.id is not None])
            now = time.monotonic()
            self._claimed |= {job.id: now for job in jobs if job.id is not None}
            for job in jobs:
                await self._do(job)

    async def _poll(self) -> list[PolledJob | MalformedJob]:
        if await self._stopped_within(self._pace.pause):
            return []
        worker = await self._membership.joined()
        try:
            jobs = await self._engine.poll(worker, self._membership.served, self._pace.limit, LONG_POLL)
        except EngineError as error:
            self._metrics.polled("failed")
            self._pace.failed()
            if isinstance(error, UnknownWorkerError):
                self._membership.lost(worker)
            elif not self._poll_failing:
                self._logger.warning(f"Polling failed, trying on: {error}")
            self._poll_failing = True
            return []
        self._poll_failing = False
        self._metrics.polled("jobs" if jobs else "empty")
        if jobs:
            self._pace.found()
        else:
            self._pace.nothing(waited=self._engine.waits)
        return jobs

    async def _do(self, job: PolledJob | MalformedJob) -> None:
        if isinstance(job, MalformedJob):
            self._logger.error(f"Job {job.id or 'without an id'}: {job.reason}")
            if job.id is not None:
                await asyncio.shield(self._keep(job.id, self._execution.refused(job)))
            return
        began = time.monotonic()
        self._running = job.id
        await self._store.do("started", job.id)
        make_body = await self._execution.run(job, self._blocks.get(job.block), self._why_not(job.block))
        self._finishing = asyncio.create_task(self._finish(job.id, make_body))
        await asyncio.shield(self._finishing)
        self._running = None
        self._pace.took(time.monotonic() - began)

    def _why_not(self, block: str) -> str:
        if block in self._blocks:
            return ""
        return f"this worker has no block {block}; it has {', '.join(self._blocks) or 'none'}"

    async def _finish(self, job_id: str, make_body: Callable[[], bytes]) -> None:
        try:
            body = await self._store.call(make_body)
        except Exception as error:
            self._logger.exception(f"Job {job_id}: its result cannot be written")
            why = f"its result cannot be written: {type(error).__name__}; {POSSIBLY}"
            body = self._execution.lost(job_id, why)
        await self._keep(job_id, body)

    async def _keep(self, job_id: str, body: bytes) -> None:
        await self._store.do("put", job_id, body)
        self._claimed.pop(job_id, None)
        self._delivery.add(job_id, body)

    async def _drain(self, work: asyncio.Task[None]) -> int:
        """Let the claimed jobs end, fail those that do not, deliver, say good-bye, all in time."""
        timeout = self._settings.shutdown_timeout
        end = self._stop_seen + timeout
        reserve = min(LAST_WORDS * 2, timeout * RESERVE)
        await asyncio.wait({work}, timeout=max(0.0, end - reserve - time.monotonic()))
        await _cancelled(work)
        if self._finishing is not None:
            await asyncio.wait({self._finishing}, timeout=reserve / 2)
        cut = list(self._claimed)
        for job_id in cut:
            running = job_id == self._running
            how = f"while the job was running; {POSSIBLY}" if running else "before the job was started"
            why = f"the worker was stopped {how}"
            self._logger.error(f"Job {job_id}: {why}")
            await self._keep(job_id, self._execution.lost(job_id, why))
        await self._last_words(self._events.flush(), end)
        last = min(LAST_WORDS, timeout * RESERVE)
        delivered = await self._delivery.settled(end - time.monotonic() - last / 2)
        if not delivered:
            self._logger.error(f"{self._delivery.waiting} results are not delivered; they stay in the outbox")
        await self._membership.leave(max(0.1, min(last, end - time.monotonic())))
        return INCOMPLETE if cut or not delivered else DONE

    async def _last_words(self, words: Awaitable[Any], end: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(words, max(0.0, min(LAST_WORDS, end - time.monotonic())))

    async def _reload(self) -> None:
        self._changed.clear()
        await self._store.call(forget_modules, self._settings.blocks)
        await self._discover()
        self._membership.offer(block.dto for block in self._blocks.values())
        try:
            await self._membership.announce(self._settings.heartbeat_interval)
        except EngineError as error:
            self._logger.error(f"The changed blocks could not be registered: {error}")
            self._changed.set()
            return
        self._logger.info(f"Files have changed: {len(self._membership.served)} blocks are served now")

    async def _watch(self) -> None:
        await watch(self._settings.blocks, self._changed)

    def _stood_still(self, seconds: float) -> None:
        token = CURRENT.set(self._execution.current)
        self._logger.warning(
            f"The whole process stood still for {seconds:.1f} s, heartbeats too: a call into C code that "
            "keeps the interpreter's lock, or a suspended machine; run such code in a process of its own"
        )
        CURRENT.reset(token)

    async def _gauges(self) -> None:
        while True:
            content = await self._store.call(self._store.outbox.content)
            self._metrics.outbox(content.waiting, content.oldest)
            oldest = min(self._claimed.values(), default=None)
            self._metrics.queue_age(0.0 if oldest is None else time.monotonic() - oldest)
            await asyncio.sleep(1)

    async def _forever(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Run a task of the worker; a bug in it is logged, and the task begins again."""
        while True:
            try:
                await task()
            except Exception:
                self._logger.exception(f"A bug in the worker's {name}; it goes on")
                await asyncio.sleep(AFTER_A_BUG)
            else:
                return

    async def _unless_stopped(self, task: asyncio.Task[Any]) -> bool:
        """Wait for `task`, or until stopped: then it gets a moment, and is cancelled. Whether it is done."""
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            await asyncio.wait({task}, timeout=0 if self._membership.worker_id else LAST_WORDS)
        finished = task.done() and not self._stopping.is_set()
        await _cancelled(stopped, *([] if finished else [task]))
        return finished

    async def _stopped_within(self, seconds: float) -> bool:
        if not self._stopping.is_set() and seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()


async def _cancelled(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
