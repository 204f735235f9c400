"""The messages of the blackboard API, as far as a worker exchanges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from neops_worker_sdk.engines.port import Compatibility, MalformedJob, PolledJob
from neops_worker_sdk.jobs import JobKind  # noqa: TC001 - pydantic reads it
from neops_worker_sdk.workflow.model import Dto

if TYPE_CHECKING:
    from neops_worker_sdk.jobs import JobOutcome


class CompatibilityDto(Dto):
    """The answer to the version check."""

    compatible: bool = True
    deprecated: bool = False
    version: str = "unknown"
    extensions: list[str] = Field(default_factory=list)

    def plain(self) -> Compatibility:
        """The answer in the words of the port."""
        return Compatibility(self.version, self.compatible, self.deprecated, frozenset(self.extensions))


class WorkerDto(Dto):
    """The answer to a worker's registration."""

    uuid: str


class JobDto(Dto):
    """A job as it is handed out; its context is judged when it runs."""

    job_id: str
    function_block_id: str
    type: JobKind
    parameters: dict[str, Any]
    context: dict[str, Any]
    run_on: str
    entity_id: int | None = None
    step_label: str | None = None
    workflow_id: str | None = None
    deadline_seconds: float | None = Field(default=None, gt=0)

    def plain(self) -> PolledJob:
        """The job in the words of the port."""
        return PolledJob(
            id=self.job_id,
            block=self.function_block_id,
            kind=self.type,
            parameters=self.parameters,
            context=self.context,
            run_on=self.run_on,
            entity_id=self.entity_id,
            step=self.step_label,
            workflow=self.workflow_id,
            deadline=self.deadline_seconds,
        )


def jobs_of(answer: object) -> list[PolledJob | MalformedJob]:
    """The jobs in the answer to a poll; a malformed one costs only itself."""
    if answer is None:
        return []
    if not isinstance(answer, list):
        return [MalformedJob(None, f"the answer to the poll is no list but {_kind(answer)}")]
    return [_job(item) for item in answer]


def _job(item: object) -> PolledJob | MalformedJob:
    if not isinstance(item, dict):
        return MalformedJob(None, f"a job is no object but {_kind(item)}")
    try:
        return JobDto.model_validate(item).plain()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        reason = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        id_, block = item.get("jobId"), item.get("functionBlockId")
        return MalformedJob(
            id_ if isinstance(id_, str) and id_ else None,
            f"the job is malformed: {reason}",
            block if isinstance(block, str) else "",
        )


def _kind(value: object) -> str:
    return type(value).__name__


def result_dto(outcome: JobOutcome, message: str, report: object) -> dict[str, Any]:
    """The body of a result. Database updates only come from successful executions."""
    result: dict[str, Any] = {"success": outcome.success, "message": message}
    if outcome.data is not None:
        result["data"] = outcome.data
    if outcome.success and outcome.db_updates:
        result["dbUpdates"] = {"updates": outcome.db_updates}
    body: dict[str, Any] = {
        "jobExecutionId": outcome.job_id,
        "status": "success" if outcome.success else "failed",
        "result": result,
    }
    if outcome.acquires is not None:
        body["acquires"] = outcome.acquires
    if report is not None:
        body["report"] = report
    return body
