"""Ending an execution before its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.records.jobs import PENDING, fail_job
from neops_dev_engine.workflows.executions.states import Status

if TYPE_CHECKING:
    from neops_dev_engine.workflows.executions.execution import Execution


def end_now(execution: Execution, why: str) -> None:
    """Let no job run any more, and fail. Jobs that run are failed now; what they will say comes too late."""
    tx = execution.tx
    tx.execute("UPDATE executions SET aborted = 1, wake_at = NULL WHERE seq = ?", (execution.seq,))
    execution.aborted, execution.wake_at = True, None
    execution.failed(why)
    open_jobs = tx.execute(
        "SELECT * FROM jobs WHERE execution_id = ? AND status <> 'pushed'", (execution.id,)
    ).fetchall()
    for job in open_jobs:
        handed_out = job["status"] != PENDING
        fail_job(
            tx,
            job,
            f"{why}; {'it was possibly executed' if handed_out else 'it was not handed out any more'}",
        )
    execution.enter(Status.FAILED_UNSAFE if execution.status is Status.ROLLBACK else Status.ERROR, note=why)
