"""Jobs as they are shown: never with a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso, iso_or_none
from neops_dev_engine.errors import UnknownJob
from neops_dev_engine.jsontext import loads, loads_or_none

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from neops_dev_engine.records.reading import Reading

MOST_JOBS = 10_000
_VIEWED = (
    "jobs.id, jobs.block_id, jobs.step_label, jobs.status, jobs.type, jobs.result_status, jobs.worker_id"
)
_SELECT = (
    "SELECT {}, workers.name AS worker_name, workers.deleted_at AS worker_deleted_at FROM jobs"
    " LEFT JOIN workers ON workers.uuid = jobs.worker_id WHERE {} ORDER BY jobs.seq DESC LIMIT {}"
)


def list_jobs(
    db: Reading, condition: str = "TRUE", arguments: Sequence[Any] = (), status: str | None = None
) -> list[dict[str, Any]]:
    """The newest jobs that meet an SQL condition, and have a status if one is given, oldest first."""
    if status is not None:
        condition, arguments = f"({condition}) AND jobs.status = ?", [*arguments, status]
    rows = db.execute(_SELECT.format(_VIEWED, condition, MOST_JOBS), arguments).fetchall()
    return [job_view(row) for row in reversed(rows)]


def job_rows(db: Reading, condition: str, arguments: Sequence[Any] = ()) -> list[sqlite3.Row]:
    """The same as rows with all columns, for `job_details`."""
    return db.execute(_SELECT.format("jobs.*", condition, MOST_JOBS), arguments).fetchall()[::-1]


def get_job(db: Reading, job_id: str) -> sqlite3.Row:
    """One job. Raises UnknownJob."""
    rows = job_rows(db, "jobs.id = ?", (job_id,))
    if not rows:
        raise UnknownJob(f"there is no job {job_id}")
    return rows[0]


def job_view(row: sqlite3.Row) -> dict[str, Any]:
    """A job as the published API lists it."""
    view = {
        "functionBlockId": row["block_id"],
        "jobId": row["id"],
        "stepLabel": row["step_label"],
        "status": row["status"],
        "type": row["type"],
        "resultStatus": row["result_status"],
        "workerId": row["worker_id"],
        "workerName": row["worker_name"],
        "workerDeleted": row["worker_deleted_at"] is not None,
    }
    if view["resultStatus"] is None:
        del view["resultStatus"]
    return view


def job_details(row: sqlite3.Row) -> dict[str, Any]:
    """A job with all that is known of it."""
    return job_view(row) | {
        "createdAt": iso(row["created_at"]),
        "polledAt": iso_or_none(row["polled_at"]),
        "pushedAt": iso_or_none(row["pushed_at"]),
        "runOn": row["run_on"],
        "entityId": row["entity_id"],
        "entity": row["entity"],
        "parameters": loads(row["parameters_shown"] or row["parameters"]),
        "submissionId": row["submission_id"],
        "executionId": row["execution_id"],
        "workflowId": row["workflow_id"],
        "deadlineSeconds": row["deadline_seconds"],
        "resultStatus": row["result_status"],
        "result": loads_or_none(row["result"]),
        "acquires": loads_or_none(row["acquires"]),
        "report": loads_or_none(row["report"]),
    }
