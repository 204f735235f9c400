"""After a failure: was anything changed, and can it be undone? If so, that is done, last step first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.jsontext import loads
from neops_dev_engine.records.jobs import NewJob, create_job
from neops_dev_engine.workflows.executions.records import (
    ROLLBACK_FAILED,
    ROLLED_BACK,
    end_open_steps,
    step_ended,
    steps_at,
)
from neops_dev_engine.workflows.executions.states import Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from neops_dev_engine.workflows.executions.execution import Execution

_SHOWN = 5


def judge(execution: Execution) -> Status:
    """Decide what is to be done about what the jobs did."""
    end_open_steps(execution.tx, execution.seq, execution.reason)
    changing = _changing(execution)
    if not changing:
        return Status.FAILED_SAFE
    if not execution.aborted and _reversible(execution, changing):
        return Status.ROLLBACK
    execution.failed(f"what {_labels(changing)} did is not undone")
    return Status.FAILED_UNSAFE


def roll_back(execution: Execution) -> Status | None:
    """Undo what can be undone, step by step from the last one; failures do not stop it."""
    if execution.has_open_jobs():
        return None
    _note_outcomes(execution)
    changing = _changing(execution)
    rolled_back = _rollbacks(execution)
    todo = [job for job in _reversible(execution, changing) if _key(job) not in rolled_back]
    if todo:
        last = max(job["position"] for job in todo)
        for job in todo:
            if job["position"] == last:
                _create_rollback(execution, job)
        return None
    lasting = [job for job in changing if rolled_back.get(_key(job)) != "success"]
    if not lasting:
        return Status.FAILED_SAFE
    execution.failed(f"what {_labels(lasting)} did is not undone")
    return Status.FAILED_UNSAFE


def _changing(execution: Execution) -> list[sqlite3.Row]:
    """The execute jobs that may have changed something, also those that failed; last first."""
    rows = execution.tx.execute(
        "SELECT jobs.*, steps.position FROM jobs JOIN steps ON steps.execution = ?"
        " AND steps.label = jobs.step_label AND steps.context_id = jobs.context_id"
        " WHERE jobs.execution_id = ? AND type = 'execute' AND polled_at IS NOT NULL ORDER BY jobs.seq DESC",
        (execution.seq, execution.id),
    ).fetchall()
    return [row for row in rows if not execution.registrations.get(row["block_id"]).pure]


def _reversible(execution: Execution, jobs: Iterable[sqlite3.Row]) -> list[sqlite3.Row]:
    return [job for job in jobs if execution.registrations.get(job["block_id"]).reversible]


def _rollbacks(execution: Execution) -> dict[tuple[int, int | None], str]:
    """How the rollback jobs ended, by the context and entity they share with the job they undo."""
    rows = execution.tx.execute(
        "SELECT * FROM jobs WHERE execution_id = ? AND type = 'rollback'", (execution.id,)
    )
    return {_key(row): row["result_status"] for row in rows}


def _key(job: sqlite3.Row) -> tuple[int, int | None]:
    return job["context_id"], job["entity_id"]


def _create_rollback(execution: Execution, job: sqlite3.Row) -> None:
    shown = job["parameters_shown"]
    create_job(
        execution.tx,
        NewJob(
            block_id=job["block_id"],
            context_id=job["context_id"],
            parameters=loads(job["parameters"]),
            parameters_shown=None if shown is None else loads(shown),
            type="rollback",
            run_on=job["run_on"],
            entity_id=job["entity_id"],
            entity=job["entity"],
            step_label=job["step_label"],
            execution_id=execution.id,
            workflow_id=execution.workflow_id,
        ),
    )


def _note_outcomes(execution: Execution) -> None:
    """Say at the steps how their rollback ended, and with what it failed in the reason."""
    ended: dict[int | None, list[str]] = {}
    for row in execution.tx.execute(
        "SELECT * FROM jobs WHERE execution_id = ? AND type = 'rollback' ORDER BY seq", (execution.id,)
    ):
        failures = ended.setdefault(row["context_id"], [])
        if row["result_status"] != "success":
            failures.append(loads(row["result"])["message"])
    for station in execution.plan:
        for step in steps_at(execution.tx, execution.seq, station.position):
            if step.context_id not in ended or step.status in (ROLLED_BACK, ROLLBACK_FAILED):
                continue
            failures = ended[step.context_id]
            note = "; ".join(failures[:_SHOWN]) or None
            step_ended(execution.tx, execution.seq, step, ROLLBACK_FAILED if failures else ROLLED_BACK, note)
            if failures:
                execution.failed(f"the rollback of step {station.step.label} failed: {note}")


def _labels(jobs: Iterable[sqlite3.Row]) -> str:
    labels = list(dict.fromkeys(job["step_label"] for job in jobs))[::-1]
    return f"step{'s' if len(labels) > 1 else ''} {', '.join(labels)}"
