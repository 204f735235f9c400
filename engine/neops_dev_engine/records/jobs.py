"""Jobs: created, claimed by one worker, finished once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from neops_dev_engine.errors import JobNotClaimed, ResultAlreadyThere, UnknownJob
from neops_dev_engine.jsontext import dumps
from neops_dev_engine.records.erasing import erase_secrets
from neops_dev_engine.records.secrets import shown_updates
from neops_dev_engine.storage import topics

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from neops_dev_engine.storage import Transaction

JobType = Literal["acquire", "execute", "rollback"]
PENDING, POLLED, PUSHED = "pending", "polled", "pushed"


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """A job to hand out.

    Attributes:
        block_id: full identifier of the function block.
        context_id: of `add_context`.
        parameters: as the block gets them.
        parameters_shown: the same without secrets, where there are any.
        type: what of the block is to run.
        run_on: kind of entity.
        entity_id: of the entity it runs on.
        entity: name of that entity, for people.
        step_label: of the workflow step.
        submission_id: whose job it is: a submission's,
        execution_id: or a workflow execution's.
        workflow_id: full identifier of the workflow.
        deadline_seconds: within which the worker has to end it.
    """

    block_id: str
    context_id: int
    parameters: Mapping[str, Any]
    parameters_shown: Mapping[str, Any] | None = None
    type: JobType = "execute"
    run_on: str = "global"
    entity_id: int | None = None
    entity: str | None = None
    step_label: str | None = None
    submission_id: str | None = None
    execution_id: str | None = None
    workflow_id: str | None = None
    deadline_seconds: float | None = None


class Claimed(NamedTuple):
    """A job that was handed out: its id, and the JSON text that its worker gets."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a job ended, as its worker says or the engine.

    Attributes:
        success: whether it did what it should.
        message: for people.
        data: the result data, None if there is none.
        updates: database updates.
        acquires: what an acquire job wants.
        report: what happened per device, see the extension job-report.
    """

    success: bool
    message: str
    data: Any = None
    updates: list[Any] = field(default_factory=list)
    acquires: list[Any] | None = None
    report: dict[str, Any] | None = None

    def result(self) -> dict[str, Any]:
        """The outcome as it may be shown."""
        shown: dict[str, Any] = {"success": self.success, "message": self.message}
        if self.data is not None:
            shown["data"] = self.data
        if self.updates:
            shown["dbUpdates"] = {"updates": shown_updates(self.updates)}
        return shown


def create_job(tx: Transaction, job: NewJob) -> str:
    """Keep a job until a worker claims it; its id."""
    job_id = str(uuid.uuid4())
    shown = job.parameters_shown
    tx.execute(
        "INSERT INTO jobs (id, block_id, type, run_on, entity_id, entity, step_label, parameters,"
        " parameters_shown, context_id, submission_id, execution_id, workflow_id, deadline_seconds,"
        " created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            job_id,
            job.block_id,
            job.type,
            job.run_on,
            job.entity_id,
            job.entity,
            job.step_label,
            dumps(job.parameters),
            None if shown is None else dumps(shown),
            job.context_id,
            job.submission_id,
            job.execution_id,
            job.workflow_id,
            job.deadline_seconds,
            tx.now,
        ),
    )
    tx.changed(topics.claimable(job.block_id))
    return job_id


def claim_jobs(tx: Transaction, worker_id: str, block_ids: Sequence[str], limit: int) -> list[Claimed]:
    """Bind the oldest waiting jobs of some blocks to a worker."""
    rows = tx.execute(
        "SELECT job.*, context.body AS context FROM json_each(:blocks) AS block"
        " CROSS JOIN jobs AS job ON job.seq IN"
        " (SELECT seq FROM jobs INDEXED BY jobs_pending WHERE status = 'pending' AND block_id = block.value"
        " ORDER BY seq LIMIT :limit)"
        " JOIN contexts AS context ON context.id = job.context_id ORDER BY job.seq LIMIT :limit",
        {"blocks": dumps(sorted(set(block_ids))), "limit": limit},
    ).fetchall()
    for row in rows:
        tx.execute(
            "UPDATE jobs SET status = 'polled', worker_id = ?, polled_at = ? WHERE seq = ?",
            (worker_id, tx.now, row["seq"]),
        )
        tell(tx, row)
    return [Claimed(row["id"], _handed_out(row)) for row in rows]


def release_jobs(tx: Transaction, worker_id: str, job_ids: Iterable[str]) -> None:
    """Take back claims whose answer was certainly not sent: the jobs wait again."""
    for job_id in job_ids:
        row = tx.execute(
            "UPDATE jobs SET status = 'pending', worker_id = NULL, polled_at = NULL"
            " WHERE id = ? AND worker_id = ? AND status = 'polled' RETURNING *",
            (job_id, worker_id),
        ).fetchone()
        if row is not None:
            tx.changed(topics.claimable(row["block_id"]))
            tell(tx, row)


def finish_job(tx: Transaction, job_id: str, outcome: Outcome) -> sqlite3.Row:
    """Keep the outcome of a claimed job; the job as it was.

    Raises:
        UnknownJob: there is none with this id.
        ResultAlreadyThere: it has an outcome; that one stays.
        JobNotClaimed: nobody was told to run it.
    """
    row: sqlite3.Row | None = tx.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        raise UnknownJob(f"there is no job {job_id}")
    if row["status"] == PUSHED:
        raise ResultAlreadyThere(f"job {job_id} has a result already; the first one stays")
    if row["status"] == PENDING:
        raise JobNotClaimed(f"job {job_id} was not handed out to any worker yet")
    _conclude(tx, row, outcome)
    return row


def fail_job(tx: Transaction, row: sqlite3.Row, message: str) -> None:
    """Fail a job that is not finished, on behalf of the engine."""
    _conclude(tx, row, Outcome(success=False, message=message))


def _conclude(tx: Transaction, row: sqlite3.Row, outcome: Outcome) -> None:
    tx.execute(
        "UPDATE jobs SET status = 'pushed', pushed_at = ?, result_status = ?, result = ?, updates = ?,"
        " acquires = ?, report = ? WHERE seq = ?",
        (
            tx.now,
            "success" if outcome.success else "failed",
            dumps(outcome.result()),
            dumps(outcome.updates) if outcome.updates else None,
            None if outcome.acquires is None else dumps(outcome.acquires),
            None if outcome.report is None else dumps(outcome.report),
            row["seq"],
        ),
    )
    tell(tx, row)
    if row["submission_id"] is not None:
        (open_jobs,) = tx.execute(
            "UPDATE submissions SET open_jobs = open_jobs - 1, finished_at = iif(open_jobs = 1, ?, NULL)"
            " WHERE id = ? RETURNING open_jobs",
            (tx.now, row["submission_id"]),
        ).fetchone()
        if open_jobs == 0:
            erase_secrets(tx, "submission_id", row["submission_id"])
    if row["execution_id"] is not None:
        tx.changed(topics.EXECUTIONS)


def tell(tx: Transaction, row: sqlite3.Row) -> None:
    """Announce that something about a job has changed."""
    tx.changed(topics.job(row["id"]))
    if row["submission_id"] is not None:
        tx.changed(topics.submission(row["submission_id"]))
    if row["execution_id"] is not None:
        tx.changed(topics.execution(row["execution_id"]))


def _handed_out(row: sqlite3.Row) -> str:
    """The JSON text of a claimed job; parameters and context are not parsed on their way."""
    head = dumps(
        {
            "functionBlockId": row["block_id"],
            "jobId": row["id"],
            "stepLabel": row["step_label"],
            "type": row["type"],
            "runOn": row["run_on"],
            "entityId": row["entity_id"],
            "workflowId": row["workflow_id"],
            "deadlineSeconds": row["deadline_seconds"],
        }
    )
    return f'{head[:-1]},"parameters":{row["parameters"]},"context":{row["context"]}}}'
