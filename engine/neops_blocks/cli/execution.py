"""Running a block on chosen devices: the job, its entities, what it reports."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.document import document
from neops_blocks.cli.fan_out import DataByDevice, fan_out
from neops_blocks.cli.problems import Problem
from neops_blocks.diagnostics import NOT_DONE, NotFinished, first_few
from neops_worker_sdk.jobs import DeadlineExceeded, HostFinished, Job, JobKind, JobOutcome, run_job
from neops_worker_sdk.jobs.collector import Collector
from neops_worker_sdk.jobs.progress import AS_A_WHOLE, BLOCK_FAILED, error_of
from neops_worker_sdk.jobs.settings import blocking_threshold
from neops_worker_sdk.workflow import device_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_blocks.cli.blocks import FoundBlock
    from neops_blocks.cli.devices import Selection
    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.jobs.collector import HostRecord
    from neops_worker_sdk.workflow import JobExecutionContextDto

STOPPED = frozenset({DeadlineExceeded.__name__, KeyboardInterrupt.__name__})
SHOWN_NAMES = 3


@dataclass(frozen=True)
class Settings:
    """How to run; `timeout` in seconds."""

    max_parallel: int | None = None
    timeout: float | None = None


@dataclass
class Execution:
    """One run of one block, ready to start."""

    block: FoundBlock
    parameters: Mapping[str, Any]
    selection: Selection
    settings: Settings
    context: JobExecutionContextDto
    on_finished: Callable[[HostFinished], None] | None = None
    collector: Collector = field(init=False)
    interrupted: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.collector = Collector(
            [device_name(device) for device in self.context.devices or []], self.on_finished
        )

    def run(self) -> dict[str, Any]:
        """Run the job; its JSON document, not yet masked. Raises Problem."""
        try:
            threshold = blocking_threshold()
        except ValueError as error:
            raise Problem(str(error)) from None
        try:
            outcome = run_job(self._job(), observer=self.collector, blocking_threshold=threshold)
        except KeyboardInterrupt:
            self.interrupted = True
            outcome = JobOutcome(
                "cli", success=False, message="interrupted", failure=KeyboardInterrupt.__name__
            )
        self._finish_hosts(outcome)
        return document(self.block.registration, self._in_short(outcome), self.collector)

    def _in_short(self, outcome: JobOutcome) -> JobOutcome:
        """The outcome; of one that was stopped, the devices that were not done, not the stacks of threads."""
        finished = self.collector.finished()
        names = [
            name for name, host in finished.items() if host.error and host.error["code"] == NotFinished.code
        ]
        if not names or outcome.failure not in STOPPED:
            return outcome
        logging.getLogger(__name__).info(outcome.message)
        why = "interrupted" if self.interrupted else f"stopped after {self.settings.timeout:g} s"
        return replace(outcome, message=f"{why}: {first_few(names, SHOWN_NAMES)} not finished")

    def _finish_hosts(self, outcome: JobOutcome) -> None:
        """Say what became of hosts of which nobody did: Python blocks do not report, deadlines cut short."""
        for record in self.collector.snapshot():
            excluded = record.started is None and self.block.document is not None
            if record.finished is None and not excluded:
                error = None if outcome.success else _fault(record, outcome)
                self.collector(
                    HostFinished(
                        record.name, ok=error is None, elapsed=outcome.elapsed, error=error, steps={}
                    )
                )

    def _job(self) -> Job:
        registration = self.block.registration
        run_on = registration.run_on
        cls, job_registration, entity = self.block.cls, registration, None
        if run_on == "device":
            limit = self.settings.max_parallel or cls.max_parallel
            cls = fan_out(cls, limit)
            job_registration = replace(registration, run_on="global", result_cls=DataByDevice)
            run_on = "global"
        else:
            cls = limited(cls, self.settings.max_parallel)
        if run_on == "group":
            entity = int((self.context.device_groups or [])[0].id)
        return Job(
            id="cli",
            block=cls,
            registration=job_registration,
            kind=JobKind.EXECUTE,
            parameters=dict(self.parameters),
            context=self.context,
            run_on=run_on,
            entity_id=entity,
            deadline=self.settings.timeout,
        )


def limited(cls: type[FunctionBlock[Any, Any]], limit: int | None) -> type[FunctionBlock[Any, Any]]:
    """The block with another bound on its open sessions."""
    if limit is None:
        return cls
    members: dict[str, Any] = {"max_parallel": limit}
    plan = getattr(cls, "plan", None)
    if plan is not None:
        members["plan"] = replace(plan, fan_out=replace(plan.fan_out, max_parallel=limit))
    return type(cls.__name__, (cls,), members)


def _fault(record: HostRecord, outcome: JobOutcome) -> dict[str, Any]:
    if record.started is not None or outcome.failure in STOPPED:
        return error_of(NotFinished.code, NOT_DONE)
    return error_of(BLOCK_FAILED, AS_A_WHOLE)
