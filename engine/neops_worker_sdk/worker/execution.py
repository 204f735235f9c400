"""One claimed job: run in the job thread, told about, and made into the body of its result."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from neops_worker_sdk.jobs import Job, JobCutError, JobRunner
from neops_worker_sdk.jobs.collector import Collector
from neops_worker_sdk.jobs.job import failed
from neops_worker_sdk.jobs.secrets import job_secrets
from neops_worker_sdk.logger.masking import Masker, masking
from neops_worker_sdk.worker.events import CURRENT, CurrentJob, progress_event
from neops_worker_sdk.worker.logs.kept import KeptLogging
from neops_worker_sdk.worker.report import complete, devices_of, entity_name, failed_hosts, report_of
from neops_worker_sdk.worker.resources import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from neops_worker_sdk.engines import Engine, PolledJob
    from neops_worker_sdk.jobs import HostFinished, JobOutcome, Progress
    from neops_worker_sdk.logger import ContextualLogger
    from neops_worker_sdk.registry import Registered
    from neops_worker_sdk.worker.events import EventQueue
    from neops_worker_sdk.worker.metrics import Metrics

Result: TypeAlias = "tuple[JobOutcome, Mapping[str, HostFinished]]"
POSSIBLY = "it was possibly executed"
_SIGNS = (OSError, RuntimeError, MemoryError)


class _Unfinished(NamedTuple):
    """What is known of a job that has not come to its end."""

    job_id: str
    collector: Collector
    devices: Sequence[str]
    masker: Masker


class Execution:
    """Runs claimed jobs; whatever a job is or does, there is a result of it.

    Args:
        engine: gives the results their form.
        runner: runs them.
        events: takes what they say while they run.
        metrics: counts them.
        logger: for what concerns a job.
        job_timeout: seconds for a job of which the engine says nothing; None: no limit.

    Attributes:
        current: the job that is running.
        lacks: what the process has run out of, so that no job can be begun; None: nothing.
        logging: what a job that sets up logging has to leave as it is.
    """

    def __init__(
        self,
        engine: Engine,
        runner: JobRunner,
        events: EventQueue,
        metrics: Metrics,
        logger: ContextualLogger,
        job_timeout: float | None,
    ) -> None:
        self._engine = engine
        self._runner = runner
        self._events = events
        self._metrics = metrics
        self._logger = logger
        self._job_timeout = job_timeout
        self.current: CurrentJob | None = None
        self._unfinished: _Unfinished | None = None
        self.lacks: str | None = None
        self.logging = KeptLogging()

    async def run(self, job: PolledJob, block: Registered | None, why_not: str) -> Callable[[], bytes]:
        """Run `job`; a function that makes the body of its result, for another thread.

        Args:
            job: what was claimed.
            block: its block.
            why_not: said where there is no block.
        """
        registration = None if block is None else block.registration
        masker = Masker(job_secrets(registration, job.parameters, job.context))
        self.current = CurrentJob(job.id, job.workflow, masker)
        token = CURRENT.set(self.current)
        logger = self._logger.with_context(job=job.id, block=job.block, **_places(job))
        try:
            with masking(masker):
                outcome, hosts = (
                    await self._run(job, block, masker, logger)
                    if block is not None
                    else self._unknown(job.id, why_not, logger)
                )
        finally:
            CURRENT.reset(token)
            self.current = None
        if isinstance(outcome.exception, _SIGNS):
            self.lacks = lacking()
        self._metrics.job_finished(job.block, str(job.kind), outcome, hosts)
        return lambda: self._body(outcome, hosts, masker)

    def _unknown(self, job_id: str, why: str, logger: ContextualLogger) -> Result:
        outcome = JobRunner.refuse(job_id, why)
        logger.error(outcome.message)
        return outcome, {}

    def refused(self, job_id: str, why: str) -> bytes:
        """The body of the result of a job that this worker does not run."""
        return self._body(JobRunner.refuse(job_id, why), {}, Masker())

    def cut(self, job_id: str, why: str) -> bytes:
        """The body of the result of a job that did not come to its end, with the devices that were done."""
        outcome = failed(job_id, why, JobCutError(why))
        unfinished = self._unfinished
        if unfinished is None or unfinished.job_id != job_id:
            return self._body(outcome, {}, Masker())
        complete(unfinished.collector, outcome, unfinished.devices)
        return self._body(outcome, unfinished.collector.finished(), unfinished.masker)

    async def _run(
        self, job: PolledJob, block: Registered, masker: Masker, logger: ContextualLogger
    ) -> Result:
        collector = Collector(())
        devices = () if block.cls.reports_hosts else devices_of(job)
        self._unfinished = _Unfinished(job.id, collector, devices, masker)

        def observe(progress: Progress) -> None:
            collector(progress)
            self._events.put(progress_event(job.id, progress, masker))

        logger.info("started")
        began = time.monotonic()
        outcome = await self._runner.run(self._job(job, block), observer=observe, logger=logger)
        self._unfinished = None
        self.logging.restore(logger, f"The block {job.block}")
        complete(collector, outcome, devices)
        seconds = time.monotonic() - began
        log = logger.info if outcome.success else logger.error
        log("%s in %.2f s: %s", "done" if outcome.success else "failed", seconds, outcome.message)
        for warning in outcome.warnings:
            logger.warning(warning)
        return outcome, collector.finished()

    def _job(self, job: PolledJob, block: Registered) -> Job:
        limits = [limit for limit in (self._job_timeout, job.deadline) if limit]
        return Job(
            id=job.id,
            block=block.cls,
            registration=block.registration,
            kind=job.kind,
            parameters=job.parameters,
            context=job.context,
            run_on=job.run_on,
            entity_id=job.entity_id,
            deadline=min(limits, default=None),
        )

    def _body(self, outcome: JobOutcome, hosts: Mapping[str, HostFinished], masker: Masker) -> bytes:
        failed = failed_hosts(hosts)
        masked = replace(outcome, message=masker.text(outcome.message), data=masker.data(outcome.data))
        report = masker.data(report_of(outcome, hosts))
        said = None if failed is None else masker.text(failed)
        body = self._engine.result_body(masked, report, said)
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _places(job: PolledJob) -> dict[str, str]:
    device = entity_name(job)
    places = {"workflow_step": job.step, "device": device}
    return {name: value for name, value in places.items() if value is not None}
