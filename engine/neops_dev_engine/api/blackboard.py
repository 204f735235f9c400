"""The blackboard: jobs are handed out, results and log lines come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer, text_answer
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.long_poll import long_poll
from neops_dev_engine.clock import now
from neops_dev_engine.identifiers import identifier
from neops_dev_engine.records.events import NewEvent, add_events
from neops_dev_engine.records.jobs import Claimed, Outcome, claim_jobs, release_jobs
from neops_dev_engine.records.views import list_jobs
from neops_dev_engine.records.workers import get_worker
from neops_dev_engine.results import take_result
from neops_dev_engine.storage import topics

if TYPE_CHECKING:
    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database, Transaction

_MOST_CLAIMED = 1000
_RECENT = 300_000
_LEVELS = {"warn": "warning", "err": "error", "fatal": "critical"}
JobStatus = Literal["pending", "polled", "pushed"]
Whole = Annotated[int, Field(ge=0, lt=10**9)]


class BlockVersion(Body):
    """A version of a block that a worker serves."""

    package: str
    name: str
    major_version: Whole
    minor_version: Whole
    patch_version: Whole


class Poll(Body):
    """Asks for jobs."""

    function_block_ids: list[BlockVersion]
    worker_id: str
    limit: Annotated[int, Field(ge=1)] | None = None
    wait_seconds: Annotated[float, Field(ge=0)] | None = None


class Updates(Body):
    """What a job wants to change in the inventory."""

    updates: list[dict[str, Any]] = Field(default_factory=list)


class JobResult(Body):
    """What came out of a job."""

    success: bool
    message: str | None = None
    data: Any = None
    db_updates: Updates | None = None


class Push(Body):
    """The result of a job."""

    job_execution_id: str
    status: Literal["success", "failed", "success-ack", "failed-ack"]
    result: JobResult
    acquires: list[dict[str, Any]] | None = None
    report: dict[str, Any] | None = None

    def outcome(self) -> Outcome:
        """The result as it is kept. A job has succeeded if both say so."""
        updates = self.result.db_updates
        return Outcome(
            success=self.result.success and self.status.startswith("success"),
            message=self.result.message or "",
            data=self.result.data,
            updates=[] if updates is None else updates.updates,
            acquires=self.acquires,
            report=self.report,
        )


class LogEntry(Body):
    """A line that a job wrote."""

    workflow_id: str
    job_id: str
    function_block_id: str
    log_entry: str
    log_level: str
    timestamp: str

    def event(self) -> NewEvent:
        """The line as one of the job's events."""
        level = self.log_level.lower()
        fields = {
            "level": _LEVELS.get(level, level),
            "text": self.log_entry,
            "context": {"block": self.function_block_id},
        }
        return NewEvent(self.job_id, self.timestamp, "log", fields)


def router(database: Database, patience: Patience) -> APIRouter:
    """The endpoints below ``/blackboard``."""
    routes = APIRouter(prefix="/blackboard", tags=["blackboard"])

    @routes.post("/job", status_code=201)
    async def poll(request: Request, body: Annotated[Poll, Depends(body_of(Poll))]) -> Response:
        """Claim waiting jobs, oldest first; with ``waitSeconds``, wait for one."""
        block_ids = [
            identifier(
                block.package, block.name, block.major_version, block.minor_version, block.patch_version
            )
            for block in body.function_block_ids
        ]
        limit = min(body.limit or 1, _MOST_CLAIMED)

        def claim(tx: Transaction) -> list[Claimed]:
            worker = get_worker(tx, body.worker_id)
            online = patience.state(worker, tx.now) == "online"
            return claim_jobs(tx, body.worker_id, block_ids, limit) if online else []

        async def look() -> list[Claimed] | None:
            return await database.write(claim) or None

        wanted = [topics.worker(body.worker_id), *map(topics.claimable, block_ids)]
        jobs = await long_poll(request, database.changes, wanted, look, body.wait_seconds or 0) or []
        if jobs and await request.is_disconnected():
            await database.write(lambda tx: release_jobs(tx, body.worker_id, [job.id for job in jobs]))
            jobs = []
        return text_answer(f"[{','.join(job.text for job in jobs)}]", 201)

    @routes.post("/job/result", status_code=201)
    async def push_result(body: Annotated[Push, Depends(body_of(Push))]) -> Response:
        """Keep the result of a job; the first one stays."""
        outcome = body.outcome()
        await database.write(lambda tx: take_result(tx, body.job_execution_id, outcome))
        return json_answer(None, 201)

    @routes.post("/job/log", status_code=201)
    async def log(body: Annotated[LogEntry, Depends(body_of(LogEntry))]) -> Response:
        """Keep a line that a job wrote."""
        await database.write(lambda tx: add_events(tx, [body.event()]))
        return json_answer(None, 201)

    @routes.get("/jobs")
    async def jobs(status: JobStatus | None = None) -> Response:
        """The newest jobs, oldest first."""
        return json_answer(await database.read(lambda db: list_jobs(db, status=status)))

    @routes.get("/jobs/active")
    async def active_jobs() -> Response:
        """The jobs that wait, run, or ended within the last minutes."""
        condition, since = "jobs.status IN ('pending', 'polled') OR jobs.pushed_at > ?", now() - _RECENT
        return json_answer(await database.read(lambda db: list_jobs(db, condition, (since,))))

    return routes
