"""A job and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.concurrency import BlockingEvent
    from neops_worker_sdk.function_block import BaseFunctionBlockResult, FunctionBlock, FunctionBlockParams
    from neops_worker_sdk.registry import Registration
    from neops_worker_sdk.workflow import JobExecutionContextDto, WorkflowContext


class JobKind(StrEnum):
    """Which of the three methods of a block a job calls."""

    EXECUTE = "execute"
    ACQUIRE = "acquire"
    ROLLBACK = "rollback"


@dataclass(frozen=True)
class Job:
    """One call of one block.

    Attributes:
        id: names the job in messages and in the outcome.
        block: the block's class.
        registration: what it was registered with.
        kind: which method to call.
        parameters: as they came; or the parameters themselves, which are used as they are.
        context: the entities, as a model or as they came; or the block's context itself.
        run_on: ``device``, ``interface``, ``group``, ``global`` or ``client``.
        entity_id: the entity of `context` that the block runs on.
        deadline: seconds from its start within which the job must finish; None = no limit.
    """

    id: str
    block: type[FunctionBlock[Any, Any]]
    registration: Registration
    kind: JobKind | str
    parameters: Mapping[str, Any] | FunctionBlockParams
    context: JobExecutionContextDto | WorkflowContext | Mapping[str, Any]
    run_on: str
    entity_id: int | None = None
    deadline: float | None = None


@dataclass(frozen=True)
class JobOutcome:
    """The one result of a job.

    Attributes:
        job_id: the job's.
        success: what the block said, or False if it failed.
        message: never empty for a failure.
        data: result data, JSON-native.
        db_updates: database updates of a successful execution, JSON-native.
        acquires: what an acquire job asks for, JSON-native; None if nothing.
        elapsed: seconds.
        blocking: what held the job's event loop.
        warnings: for the author.
        failure: class name of the exception that made it fail, or None.
        exception: that exception.
        result: the object the block returned.
    """

    job_id: str
    success: bool
    message: str
    data: dict[str, Any] | None = None
    db_updates: list[dict[str, Any]] = field(default_factory=list)
    acquires: list[dict[str, Any]] | None = None
    elapsed: float = 0.0
    blocking: tuple[BlockingEvent, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: str | None = None
    exception: BaseException | None = field(default=None, repr=False, compare=False)
    result: BaseFunctionBlockResult | None = field(default=None, repr=False, compare=False)


def failed(job_id: str, message: str, error: BaseException) -> JobOutcome:
    """The outcome of a job that `error` ended."""
    return JobOutcome(job_id, success=False, message=message, failure=type(error).__name__, exception=error)
