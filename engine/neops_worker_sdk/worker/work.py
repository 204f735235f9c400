"""The jobs of a worker, one after the other: claimed, run, and each with exactly one result."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from neops_worker_sdk.engines import EngineError, MalformedJob, UnknownWorkerError
from neops_worker_sdk.worker.execution import POSSIBLY
from neops_worker_sdk.worker.pace import Pace
from neops_worker_sdk.worker.tasks import cancelled
from neops_worker_sdk.worker.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from neops_worker_sdk.engines import Engine, PolledJob
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.worker.catalog import Catalog
    from neops_worker_sdk.worker.delivery import Delivery
    from neops_worker_sdk.worker.execution import Execution
    from neops_worker_sdk.worker.membership import Membership
    from neops_worker_sdk.worker.metrics import Metrics
    from neops_worker_sdk.worker.settings import WorkerSettings
    from neops_worker_sdk.worker.store import Store

T = TypeVar("T")
LONG_POLL = 1.0
LAST_POLL = 2.0
_RUNNING = f"while the job was running; {POSSIBLY}"
_WAITING = "before the job was started"


class Work:
    """Polls, runs what it gets, and hands the results to the delivery, until it is told to stop."""

    def __init__(
        self,
        engine: Engine,
        settings: WorkerSettings,
        *,
        catalog: Catalog,
        membership: Membership,
        execution: Execution,
        store: Store,
        delivery: Delivery,
        metrics: Metrics,
        stopping: asyncio.Event,
        give_up: Callable[[str], None],
        logger: BaseLogger,
    ) -> None:
        self._engine = engine
        self._catalog = catalog
        self._membership = membership
        self._execution = execution
        self._store = store
        self._delivery = delivery
        self._metrics = metrics
        self._stopping = stopping
        self._stop = give_up
        self._logger = logger
        self._patience = settings.heartbeat_interval
        self._longest_wait = settings.job_timeout
        self._pace = Pace(settings.poll_interval, settings.max_claim)
        self._claimed: dict[str, float] = {}
        self._begun: set[str] = set()
        self._finishing: asyncio.Task[None] | None = None
        self._poll_failing = False

    @property
    def queue_age(self) -> float:
        """How long the oldest claimed job has been waiting to start, in seconds."""
        waiting = [since for job_id, since in self._claimed.items() if job_id not in self._begun]
        return time.monotonic() - min(waiting) if waiting else 0.0

    async def resume(self) -> None:
        """Deliver what an earlier worker left behind, and fail what it did not finish."""
        try:
            claims = await self._store.call(self._store.outbox.claims)
            results = await self._store.call(self._store.outbox.results)
        except Exception as error:  # noqa: BLE001 - the file is damaged; new jobs must not suffer
            self._logger.error(f"The outbox {self._store.outbox.path} cannot be read: {error}")
            return
        for claim in claims:
            await self._fail(claim.job_id, f"the worker was ended {_RUNNING if claim.started else _WAITING}")
        for job_id, body in results:
            self._delivery.add(job_id, body)

    async def run(self) -> None:
        """Work until told to stop, and then to the end of what is claimed."""
        while not self._stopping.is_set():
            if self._catalog.changed.is_set():
                await self._reload()
            jobs = list(self._claim(await self._poll()))
            await self._store.do("claimed", [(job.id, job.block) for job in jobs if job.id is not None])
            for job in jobs:
                await self._do(job)
                if self._execution.lacks:
                    await self._give_up(self._execution.lacks)
                    break
        await self._finished()

    async def cut(self, patience: float) -> int:
        """Fail every claimed job that is not finished; how many.

        Args:
            patience: seconds for the result of the last job, which may just be written.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._finished(), patience)
        unfinished = list(self._claimed)
        for job_id in unfinished:
            await self._fail(
                job_id, f"the worker was stopped {_RUNNING if job_id in self._begun else _WAITING}"
            )
        return len(unfinished)

    async def _poll(self) -> list[PolledJob | MalformedJob]:
        if await self._stopped_within(self._pace.pause):
            return []
        worker = await self._unless_stopped(self._membership.joined())
        if worker is None:
            return []
        asked = time.monotonic()
        poll = self._engine.poll(worker, self._membership.served, self._pace.limit, LONG_POLL)
        try:
            jobs = await self._unless_stopped(poll, LAST_POLL) or []
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
        if any(job.id is not None for job in jobs):
            self._pace.found()
        elif jobs:
            self._pace.failed()
        else:
            self._pace.nothing(waited=self._engine.waits and time.monotonic() - asked > LONG_POLL / 2)
        return jobs

    def _claim(self, jobs: Iterable[PolledJob | MalformedJob]) -> Iterable[PolledJob | MalformedJob]:
        """What is new of `jobs`: no job is run twice, whatever the engine hands out."""
        for job in jobs:
            if job.id is not None:
                if job.id in self._claimed or self._delivery.has(job.id):
                    self._logger.warning(f"Job {job.id} was handed out again; it is run once")
                    continue
                self._claimed[job.id] = time.monotonic()
            yield job

    async def _give_up(self, lacks: str) -> None:
        """No job can be begun any more: take none, so that others get them, and end to be started anew."""
        await self._finished()
        for job_id in [*self._claimed]:
            await self._fail(job_id, f"the worker has run out of {lacks} {_WAITING}")
        self._stop(f"this process has run out of {lacks}; it has to be started anew")

    async def _do(self, job: PolledJob | MalformedJob) -> None:
        if isinstance(job, MalformedJob):
            self._logger.error(f"Job {job.id or 'without an id'}: {job.reason}")
            if job.id is not None:
                await asyncio.shield(self._keep(job.id, self._execution.refused(job.id, job.reason)))
            return
        began = time.monotonic()
        waited = began - self._claimed[job.id]
        if self._longest_wait and waited > self._longest_wait:
            why = f"the engine will have given it up: it waited for {waited:.0f} s behind others, {_WAITING}"
            await asyncio.shield(self._fail(job.id, why))
            return
        self._begun.add(job.id)
        await self._store.do("started", job.id)
        make_body = await self._run(job)
        await self._finished()
        self._finishing = asyncio.create_task(self._finish(job.id, make_body))
        self._pace.took(time.monotonic() - began)

    async def _run(self, job: PolledJob) -> Callable[[], bytes]:
        try:
            return await self._execution.run(
                job, self._catalog.find(job.block), self._catalog.why_not(job.block)
            )
        except Exception as error:
            self._logger.exception(f"Job {job.id}: the worker cannot run it")
            why = f"the worker could not run the job: {type(error).__name__}: {error}; {POSSIBLY}"
            return lambda: self._execution.cut(job.id, why)

    async def _finished(self) -> None:
        """Wait until the result of the last job is kept; the next one may be running by then."""
        if self._finishing is not None:
            await asyncio.shield(self._finishing)

    async def _finish(self, job_id: str, make_body: Callable[[], bytes]) -> None:
        try:
            body = await asyncio.to_thread(make_body)
        except Exception as error:
            self._logger.exception(f"Job {job_id}: its result cannot be written")
            why = f"the result of the job cannot be written: {type(error).__name__}; {POSSIBLY}"
            body = self._execution.cut(job_id, why)
        await self._keep(job_id, body)

    async def _fail(self, job_id: str, why: str) -> None:
        self._logger.error(f"Job {job_id}: {why}")
        await self._keep(job_id, self._execution.cut(job_id, why))

    async def _keep(self, job_id: str, body: bytes) -> None:
        await self._store.do("put", job_id, body)
        self._claimed.pop(job_id, None)
        self._begun.discard(job_id)
        self._delivery.add(job_id, body)

    async def _reload(self) -> None:
        await self._catalog.read_again()
        self._membership.offer(self._catalog.dtos)
        try:
            await self._membership.announce(self._patience)
        except EngineError as error:
            self._logger.error(f"The changed blocks could not be registered: {error}")
            self._catalog.changed.set()
        else:
            served = counted(len(self._membership.served), "block")
            self._logger.info(f"Files have changed: {served} served now")

    async def _unless_stopped(self, coroutine: Coroutine[Any, Any, T], patience: float = 0.0) -> T | None:
        """What comes of `coroutine`; None if it takes longer than `patience` seconds from the stop on."""
        working = asyncio.create_task(coroutine)
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                await asyncio.wait({working}, timeout=patience)
            return working.result() if working.done() else None
        finally:
            await cancelled(working, stopped)

    async def _stopped_within(self, seconds: float) -> bool:
        if not self._stopping.is_set() and seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()
