"""From what a block returned or raised to the job's outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.function_block import (
    BaseFunctionBlockResult,
    FunctionBlockAcquireResult,
    FunctionBlockResult,
)
from neops_worker_sdk.jobs.errors import InvalidResultError, in_words
from neops_worker_sdk.jobs.job import Job, JobKind, JobOutcome, failed
from neops_worker_sdk.jobs.wire import acquires_to_json, data_to_json, updates_to_json

if TYPE_CHECKING:
    from neops_worker_sdk.workflow import WorkflowContext

_EXPECTED: dict[JobKind, type[BaseFunctionBlockResult]] = {
    JobKind.EXECUTE: FunctionBlockResult,
    JobKind.ACQUIRE: FunctionBlockAcquireResult,
    JobKind.ROLLBACK: BaseFunctionBlockResult,
}
_METHOD = {JobKind.EXECUTE: "run", JobKind.ACQUIRE: "acquire", JobKind.ROLLBACK: "rollback"}
_PREFIX: dict[str, str] = {
    JobKind.EXECUTE: "Error executing function block",
    JobKind.ROLLBACK: "Error rolling back function block",
}


@dataclass(frozen=True)
class Answer:
    """What came of the call: a returned object, or an error.

    Attributes:
        returned: what the block's method returned.
        error: what it raised instead.
        context: the entities it worked on.
        called: False if it failed before its method was called.
    """

    returned: Any = None
    error: BaseException | None = None
    context: WorkflowContext | None = None
    called: bool = True


def conclude(job: Job, answer: Answer) -> JobOutcome:
    """The outcome of `job`; never raises for what the block did."""
    if answer.error is not None:
        return failed(job.id, failure_message(job, answer.error, called=answer.called), answer.error)
    try:
        return _succeeded(job, answer)
    except BaseException as error:  # noqa: BLE001 - serialisers and validators are the author's code
        return failed(job.id, failure_message(job, error, called=True), error)


def failure_message(job: Job, error: BaseException, *, called: bool) -> str:
    """The message of a failed job, in the words of the published surface."""
    prefix = _PREFIX.get(job.kind) if called else None
    return (
        f"{prefix}: {in_words(error)}" if prefix else f"Exception: {type(error).__name__}: {in_words(error)}"
    )


def _succeeded(job: Job, answer: Answer) -> JobOutcome:
    kind = JobKind(job.kind)
    result = answer.returned
    if not isinstance(result, _EXPECTED[kind]):
        raise InvalidResultError(
            f"{job.block.__name__}.{_METHOD[kind]} returned {_short(result)} "
            f"instead of a {_EXPECTED[kind].__name__}"
        )
    outcome = JobOutcome(job.id, success=result.success, message=result.message, result=result)
    if isinstance(result, FunctionBlockAcquireResult):
        return replace(outcome, acquires=acquires_to_json(result.acquires))
    if kind is JobKind.ROLLBACK or not isinstance(result, FunctionBlockResult):
        return replace(outcome, warnings=_not_written_back(answer.context))
    data, warnings = data_to_json(result.data, job.registration.result_cls)
    if not (result.success and answer.context is not None):
        return replace(outcome, data=data, warnings=warnings)
    updates = updates_to_json(answer.context)
    return replace(outcome, data=data, db_updates=updates, warnings=(*warnings, *answer.context.warnings))


def _not_written_back(context: WorkflowContext | None) -> tuple[str, ...]:
    """What a rollback has changed about its entities: engines take database updates of executions only."""
    try:
        updates = [] if context is None else updates_to_json(context)
    except InvalidResultError as error:
        return (str(error),)
    return tuple(
        f"a rollback changes no entity in the database; {update['operation']} of {update['entity']} "
        f"{update['id']} {update.get('path', '')}".rstrip()
        + " is not sent"
        for update in updates
    )


def _short(value: object) -> str:
    return "None" if value is None else f"an object of type {type(value).__name__}"
