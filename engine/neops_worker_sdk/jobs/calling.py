"""Preparing a block for a job and calling the method the job asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.function_block import FunctionBlockParams
from neops_worker_sdk.jobs.job import Job, JobKind
from neops_worker_sdk.workflow import JobExecutionContextDto, WorkflowContext

if TYPE_CHECKING:
    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.logger import BaseLogger


@dataclass(frozen=True)
class JobMeta:
    """What a block whose `run` takes `meta` learns about its job."""

    job_id: str
    run_on: str
    entity_id: int | None
    deadline: float | None


@dataclass(frozen=True)
class Prepared:
    """A block that is ready to be called."""

    job: Job
    block: FunctionBlock[Any, Any]
    params: Any
    context: WorkflowContext | None
    devices: int

    async def call(self) -> Any:
        """Call the block's method; whatever it returns or raises comes through."""
        match JobKind(self.job.kind):
            case JobKind.ACQUIRE:
                return await self.block.acquire(self.params)
            case JobKind.ROLLBACK:
                return await self.block.rollback(self.params, self._context(), None)
            case JobKind.EXECUTE:
                return await self.block.execute_function_block(
                    self.params, self._context(), propagate_exceptions=True, meta=self._meta()
                )

    def _context(self) -> WorkflowContext:
        if self.context is None:
            raise RuntimeError(f"job {self.job.id} has no context")
        return self.context

    def _meta(self) -> JobMeta:
        job = self.job
        return JobMeta(job.id, job.run_on, job.entity_id, job.deadline)


def prepare(job: Job, logger: BaseLogger | None) -> Prepared:
    """Make the block, its parameters and its context.

    Raises:
        Exception: the class is abstract, or parameters or context are invalid; its text says what.
    """
    block = job.block(logger=logger)
    kind = JobKind(job.kind)
    if kind is JobKind.ACQUIRE:
        acquire = block.parse_acquire_parameters_from_dto(dict(job.parameters), job.registration)
        return Prepared(job, block, acquire, context=None, devices=0)
    params = (
        job.parameters
        if isinstance(job.parameters, FunctionBlockParams)
        else block.parse_parameters_from_dto(dict(job.parameters), job.registration.param_cls)
    )
    context = _context(job)
    return Prepared(job, block, params, context, devices=len(context.devices or ()))


def _context(job: Job) -> WorkflowContext:
    if isinstance(job.context, WorkflowContext):
        return job.context
    entities = (
        job.context
        if isinstance(job.context, JobExecutionContextDto)
        else JobExecutionContextDto.model_validate(job.context)
    )
    return WorkflowContext(entities, job.run_on, job.entity_id)
