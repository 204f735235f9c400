"""One job in its job thread: made in the main event loop, run in the thread, told about by events."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency import DaemonThreadPoolExecutor, collecting_activities
from neops_worker_sdk.concurrency.activity import Ongoing
from neops_worker_sdk.concurrency.held_time import cpu_clock_of
from neops_worker_sdk.jobs.calling import Prepared, prepare
from neops_worker_sdk.jobs.conclusion import Answer, conclude
from neops_worker_sdk.jobs.errors import in_words
from neops_worker_sdk.jobs.pool_size import pool_size
from neops_worker_sdk.jobs.standing import where_it_stands

if TYPE_CHECKING:
    from concurrent.futures import Future

    from neops_worker_sdk.jobs.job import Job, JobOutcome
    from neops_worker_sdk.logger import BaseLogger


class Attempt:
    """The events belong to the main loop, the rest is written by the job thread before it sets them.

    Attributes:
        started: the thread is known.
        answered: the block has returned or raised.
        unloaded: its event loop is closed: leftover tasks have been cancelled.
        finished: the thread is done with the job.
    """

    def __init__(self, job: Job, logger: BaseLogger, max_threads: int) -> None:
        self.started = asyncio.Event()
        self.answered = asyncio.Event()
        self.unloaded = asyncio.Event()
        self.finished = asyncio.Event()
        self.answer: Answer | None = None
        self.outcome: JobOutcome | None = None
        self.thread_id: int | None = None
        self.cpu_clock: int | None = None
        self._job = job
        self._logger = logger
        self._max_threads = max_threads
        self._main = asyncio.get_running_loop()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._pool: DaemonThreadPoolExecutor | None = None
        self._ongoing = Ongoing()

    def run(self) -> None:
        """Do the job. Called in the job thread; never raises for what the block does."""
        self.thread_id = threading.get_ident()
        self.cpu_clock = cpu_clock_of(self.thread_id)
        self._tell(self.started)
        try:
            with collecting_activities() as self._ongoing:
                prepared = self._prepare()
                if prepared is not None:
                    asyncio.run(self._main_of_loop(prepared))
        except BaseException as error:  # noqa: BLE001 - sys.exit in a task comes out of asyncio.run
            self._set_loop_error(error)
        self._tell(self.answered)
        self._tell(self.unloaded)
        if self.answer is not None:
            self.outcome = conclude(self._job, self.answer)
        self._tell(self.finished)

    def thread_is_done(self, thread: Future[None]) -> None:
        """Say that the thread is done, also if it could not be started at all."""
        del thread
        self._tell(self.finished)

    def cancel(self) -> None:
        """Cancel the block's task, from the main loop."""
        loop, task = self._loop, self._task
        if loop is not None and task is not None:
            try:
                loop.call_soon_threadsafe(task.cancel, "the job's deadline has passed")
            except RuntimeError:
                return  # the loop has closed: there is nothing left to cancel

    def abandon(self) -> None:
        """Let go of the pool: what is queued there is cancelled, and its idle threads end."""
        if self._pool is not None:
            self._pool.shutdown()

    def where(self) -> str:
        """Where the job stands at this moment, in words; may be empty."""
        threads = self._pool.busy_threads() if self._pool is not None else ()
        try:
            return where_it_stands(self.thread_id, self._task, threads, self._ongoing.places())
        except Exception as error:  # noqa: BLE001 - the stacks are running on, and hold the author's objects
            return f"where it stands cannot be told: {type(error).__name__}"

    def leftovers(self) -> list[str]:
        """Names of the tasks that are still there."""
        if self._loop is None:
            return []
        try:
            return sorted(task.get_name() for task in asyncio.all_tasks(self._loop))
        except RuntimeError:
            return []  # the set of tasks keeps changing while it is copied

    def _prepare(self) -> Prepared | None:
        try:
            return prepare(self._job, self._logger)
        except BaseException as error:  # noqa: BLE001 - validators are the author's code
            self.answer = Answer(error=error, called=False)
            return None

    async def _main_of_loop(self, prepared: Prepared) -> None:
        self._loop = asyncio.get_running_loop()
        parallel = self._job.block.max_parallel
        size = pool_size(prepared.devices, parallel, self._max_threads)
        self._pool = DaemonThreadPoolExecutor(size, thread_name_prefix=f"job-{self._job.id}")
        self._loop.set_default_executor(self._pool)
        self._loop.set_exception_handler(self._log_loop_problem)
        self._task = self._loop.create_task(self._call(prepared), name=f"job {self._job.id}")
        await asyncio.wait({self._task})

    async def _call(self, prepared: Prepared) -> None:
        try:
            returned = await prepared.call()
        except BaseException as error:  # noqa: BLE001 - every way out of a block is an answer
            self.answer = Answer(error=error, context=prepared.context)
        else:
            self.answer = Answer(returned, context=prepared.context)
        self._tell(self.answered)

    def _set_loop_error(self, error: BaseException) -> None:
        if self.answer is None or isinstance(self.answer.error, asyncio.CancelledError):
            self.answer = Answer(error=error)

    def _log_loop_problem(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        del loop
        source = context.get("task") or context.get("future") or context.get("handle")
        name = source.get_name() if isinstance(source, asyncio.Task) else None
        error = context.get("exception")
        details = [f"task {name!r}"] if name else []
        details += [f"{type(error).__name__}: {in_words(error)}"] if error is not None else []
        self._logger.warning(
            f"Job {self._job.id}: {': '.join([context.get('message', 'problem'), *details])}"
        )

    def _tell(self, event: asyncio.Event) -> None:
        try:
            self._main.call_soon_threadsafe(event.set)
        except RuntimeError:
            return  # the main loop is gone, and with it whoever waited
