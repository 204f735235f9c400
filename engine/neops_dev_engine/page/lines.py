"""Jobs as the lines of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from neops_dev_engine.records.reading import Reading

JobState = Literal["waiting", "running", "succeeded", "failed"]
STATES = {
    "waiting": "jobs.status = 'pending'",
    "running": "jobs.status = 'polled'",
    "succeeded": "jobs.status = 'pushed' AND jobs.result_status IN ('success', 'success-ack')",
    "failed": "jobs.result_status IN ('failed', 'failed-ack')",
}
"""The SQL condition of each state."""

_SELECT = """
SELECT jobs.seq, jobs.id, jobs.block_id, jobs.type, jobs.run_on, jobs.entity_id, jobs.entity,
  jobs.step_label, jobs.submission_id, jobs.execution_id, jobs.workflow_id, jobs.status, jobs.result_status,
  jobs.worker_id, jobs.created_at, jobs.polled_at, jobs.pushed_at, jobs.deadline_seconds,
  workers.name AS worker_name, substr(json_extract(jobs.result, '$.message'), 1, 300) AS message
FROM jobs LEFT JOIN workers ON workers.uuid = jobs.worker_id
"""


@dataclass(frozen=True, kw_only=True)
class JobLine:
    """A job in short; moments in milliseconds."""

    seq: int
    id: str
    block_id: str
    type: str
    run_on: str
    entity: str | None
    step: str | None
    submission_id: str | None
    execution_id: str | None
    workflow_id: str | None
    state: JobState
    message: str | None
    worker_id: str | None
    worker: str | None
    created: int
    claimed: int | None
    finished: int | None
    deadline: float | None

    @property
    def name(self) -> str:
        """The name of its block, without package and version."""
        return self.block_id.rpartition(":")[0].rpartition("/")[2]

    @property
    def version(self) -> str:
        """The version of its block."""
        return self.block_id.rpartition(":")[2]

    @property
    def waited(self) -> int | None:
        """Milliseconds until a worker took it."""
        return None if self.claimed is None else self.claimed - self.created

    @property
    def ran(self) -> int | None:
        """Milliseconds from then to its end."""
        return None if self.claimed is None or self.finished is None else self.finished - self.claimed

    @property
    def took(self) -> int | None:
        """Milliseconds from its beginning to its end."""
        return None if self.finished is None else self.finished - self.created


def job_lines(
    db: Reading,
    condition: str = "1",
    arguments: Sequence[Any] = (),
    *,
    limit: int,
    order: Literal["newest", "oldest", "failed"] = "newest",
    skip: int = 0,
) -> list[JobLine]:
    """The jobs that meet an SQL condition, in an order."""
    by = {
        "newest": "jobs.seq DESC",
        "oldest": "jobs.seq",
        "failed": f"{STATES['failed']} IS TRUE DESC, {STATES['running']} DESC, jobs.seq",
    }[order]
    rows = db.execute(
        f"{_SELECT} WHERE {condition} ORDER BY {by} LIMIT ? OFFSET ?", (*arguments, limit, skip)
    )
    return [job_line(row) for row in rows]


def job_line(row: sqlite3.Row) -> JobLine:
    """A row of `jobs`, with `worker_name` and `message`, as a line."""
    entity = row["entity"]
    if entity is None and row["entity_id"] is not None:
        entity = f"{row['run_on']} {row['entity_id']}"
    worker = None if row["worker_id"] is None else row["worker_name"] or row["worker_id"][:8]
    return JobLine(
        seq=row["seq"],
        id=row["id"],
        block_id=row["block_id"],
        type=row["type"],
        run_on=row["run_on"],
        entity=entity,
        step=row["step_label"],
        submission_id=row["submission_id"],
        execution_id=row["execution_id"],
        workflow_id=row["workflow_id"],
        state=_state(row),
        message=None if row["message"] is None else str(row["message"]),
        worker_id=row["worker_id"],
        worker=worker,
        created=row["created_at"],
        claimed=row["polled_at"],
        finished=row["pushed_at"],
        deadline=row["deadline_seconds"],
    )


def count_jobs(db: Reading) -> dict[str, int]:
    """How many jobs there are in each state."""
    (failed,) = db.execute(f"SELECT count(*) FROM jobs WHERE {STATES['failed']}").fetchone()  # noqa: S608
    by_status = dict(db.execute("SELECT status, count(*) FROM jobs GROUP BY status").fetchall())
    return {
        "waiting": by_status.get("pending", 0),
        "running": by_status.get("polled", 0),
        "succeeded": by_status.get("pushed", 0) - failed,
        "failed": failed,
    }


def _state(row: sqlite3.Row) -> JobState:
    if row["status"] == "pending":
        return "waiting"
    if row["status"] == "polled":
        return "running"
    return "succeeded" if str(row["result_status"]).startswith("success") else "failed"
