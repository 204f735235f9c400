"""`Worker`: its parts put together, from the first call of the engine to the good-bye."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from neops_worker_sdk.engines import EngineError
from neops_worker_sdk.jobs import JobRunner
from neops_worker_sdk.utils.distribution import version
from neops_worker_sdk.worker.catalog import Catalog
from neops_worker_sdk.worker.delivery import Delivery
from neops_worker_sdk.worker.errors import StartupError
from neops_worker_sdk.worker.events import CURRENT, EventQueue, JobLogHandler
from neops_worker_sdk.worker.execution import Execution
from neops_worker_sdk.worker.heartbeat import Heartbeat
from neops_worker_sdk.worker.logs.kept import KeptLogging
from neops_worker_sdk.worker.membership import Membership
from neops_worker_sdk.worker.pulse import watch_the_process
from neops_worker_sdk.worker.reload import watch
from neops_worker_sdk.worker.tasks import cancelled, forever
from neops_worker_sdk.worker.words import counted
from neops_worker_sdk.worker.work import Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_worker_sdk.engines import Engine
    from neops_worker_sdk.logger import ContextualLogger
    from neops_worker_sdk.registry import BlockReader
    from neops_worker_sdk.worker.metrics import Metrics
    from neops_worker_sdk.worker.settings import WorkerSettings
    from neops_worker_sdk.worker.store import Store

DONE, INCOMPLETE = 0, 1
LAST_WORDS, GOOD_BYE = 2.0, 3.0
RESERVE = 0.25
GAUGES = 1.0


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
        self._store = store
        self._metrics = metrics
        self._logger = logger
        self._stopping = asyncio.Event()
        self._stop_seen = 0.0
        self._given_up = False
        self._catalog = Catalog(settings, readers, logger)
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
        self._work = Work(
            engine,
            settings,
            catalog=self._catalog,
            membership=self._membership,
            execution=self._execution,
            store=store,
            delivery=self._delivery,
            metrics=metrics,
            stopping=self._stopping,
            give_up=self._give_up,
            logger=logger,
        )

    def stop(self, why: str = "asked to") -> None:
        """Take no more jobs, finish those that are claimed, and end."""
        if not self._stopping.is_set():
            seconds = self._settings.shutdown_timeout
            self._logger.info(f"Stopping ({why}): what is claimed has {seconds:g} s, nothing more is taken")
            self._stop_seen = time.monotonic()
            self._stopping.set()

    def _give_up(self, why: str) -> None:
        self._given_up = True
        self.stop(why)

    async def run(self) -> int:
        """Work until stopped, or until the process cannot run jobs any more.

        Returns:
            0 if everything that was claimed was finished and delivered, else 1.

        Raises:
            StartupError: there are no blocks, or the engine refuses this worker.
        """
        handler, root = JobLogHandler(self._events), logging.getLogger()
        root.addHandler(handler)
        self._execution.logging = KeptLogging()
        try:
            if await self._started():
                return await self._until_stopped()
            await self._membership.leave(LAST_WORDS)
            return DONE
        except StartupError:
            await self._membership.leave(LAST_WORDS)
            raise
        finally:
            root.removeHandler(handler)
            await self._runner.aclose()

    async def _started(self) -> bool:
        """Get ready for the first poll; False if stopped meanwhile: what is under way gets a moment."""
        starting = asyncio.create_task(self._start(), name="start")
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if self._stopping.is_set():
            await asyncio.wait({starting}, timeout=LAST_WORDS)
            await cancelled(starting)
            return False
        await cancelled(stopped)
        starting.result()
        return True

    async def _start(self) -> None:
        await self._catalog.read()
        self._membership.offer(self._catalog.dtos)
        try:
            await self._membership.join(self._settings.startup_retry_timeout)
        except EngineError as error:
            raise StartupError(f"cannot register at {self._engine.address}: {error}") from error
        served = len(self._membership.served)
        if not served and not self._settings.reload:
            raise StartupError(f"{self._engine.address} accepts none of the blocks of this worker")
        what = f"{counted(served, 'block')} for {self._engine.address}"
        self._logger.info(f"Worker {self._membership.worker_id} serves {what}")

    async def _until_stopped(self) -> int:
        parts = {
            "heartbeat": self._heartbeat.run,
            "delivery": self._delivery.run,
            "events": self._events.run,
            "gauges": self._gauges,
            "pulse": lambda: watch_the_process(self._stood_still),
        }
        if self._settings.reload:
            parts["reload"] = lambda: watch(self._settings.blocks, self._catalog.changed)
        background = {name: forever(name, function, self._logger) for name, function in parts.items()}
        await self._work.resume()
        work = forever("work", self._work.run, self._logger)
        try:
            await self._stopping.wait()
            return await self._drain(work, background["heartbeat"])
        finally:
            await cancelled(work, *background.values())

    async def _drain(self, work: asyncio.Task[None], heartbeat: asyncio.Task[None]) -> int:
        """Let the claimed jobs end, fail those that do not, deliver, say good-bye, all in time."""
        timeout = self._settings.shutdown_timeout
        end = self._stop_seen + timeout
        last = min(LAST_WORDS, timeout * RESERVE / 2)
        await asyncio.wait({work}, timeout=max(0.0, end - 2 * last - time.monotonic()))
        await cancelled(work)
        cut = await self._work.cut(last)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._events.flush(), last / 2)
        delivered = await self._delivery.settled(end - last / 2 - time.monotonic())
        await cancelled(heartbeat)
        if delivered or not self._store.lasting:
            await self._membership.leave(min(GOOD_BYE, max(last / 4, end - time.monotonic())))
        if not delivered:
            self._say_undelivered()
        return INCOMPLETE if cut or not delivered or self._given_up else DONE

    def _say_undelivered(self) -> None:
        """There is no good-bye then: with it the engine would fail those jobs at once."""
        what = f"not delivered: {counted(self._delivery.waiting, 'result')}"
        self._logger.error(
            f"{what}, kept in the outbox for the next worker on this machine"
            if self._store.lasting
            else f"{what}, and lost: there is no directory to keep them in (STATE_DIR)"
        )

    async def _gauges(self) -> None:
        while True:
            content = await self._store.call(self._store.outbox.content)
            self._metrics.outbox(content.waiting, content.oldest)
            self._metrics.queue_age(self._work.queue_age)
            await asyncio.sleep(GAUGES)

    def _stood_still(self, seconds: float) -> None:
        token = CURRENT.set(self._execution.current)
        self._logger.warning(
            f"The whole process stood still for {seconds:.1f} s, heartbeats too: a call into C code that "
            "keeps the interpreter's lock, or a suspended machine; run such code in a process of its own"
        )
        CURRENT.reset(token)
