"""Locks: an entity belongs to one execution at a time; who came first gets it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.storage import topics
from neops_dev_engine.workflows.executions.states import Status

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.workflows.executions.execution import Execution


_OTHERS = (
    "FROM locks AS mine JOIN locks AS other ON other.kind = mine.kind AND other.entity_id = mine.entity_id"
    " AND other.execution <> mine.execution AND (other.held = 1 OR other.execution < mine.execution)"
    " JOIN executions AS owner ON owner.seq = other.execution"
)
"""Who else has, or may have sooner, what an execution wants."""

NAMED_IN_NOTE = (
    f"SELECT 1 {_OTHERS} WHERE mine.execution = executions.seq AND instr(executions.retry_note, owner.id)"
)
"""Whether the execution that one was refused for is still in its way."""


def try_again(execution: Execution) -> Status | None:
    """Try to lock; who was refused waits until that entity is free."""
    if execution.retry_note is not None:
        note = _refusal(execution)
        if note is not None:
            execution.note_retry(note)
            return None
    return Status.LOCKING


def lock(execution: Execution) -> Status:
    """Lock all entities, or none."""
    note = _refusal(execution)
    execution.note_retry(note)
    if note is not None:
        return Status.SCHEDULED
    execution.tx.execute("UPDATE locks SET held = 1 WHERE execution = ?", (execution.seq,))
    return Status.LOCKED


def unlock(execution: Execution) -> None:
    """Give back what is locked, and wake those who wait for it."""
    execution.tx.execute("DELETE FROM locks WHERE execution = ?", (execution.seq,))
    execution.tx.changed(topics.EXECUTIONS)


def _refusal(execution: Execution) -> str | None:
    """Why it cannot have its entities: another has one, or an older execution waits for one."""
    row: sqlite3.Row | None = execution.tx.execute(
        f"SELECT mine.kind, mine.entity_id, owner.id, other.held {_OTHERS} WHERE mine.execution = ?"
        " ORDER BY other.held DESC, mine.kind, mine.entity_id LIMIT 1",
        (execution.seq,),
    ).fetchone()
    if row is None:
        return None
    what = "is locked by" if row["held"] else "is wanted by the older"
    return f"{row['kind']} {row['entity_id']} {what} execution {row['id']}"
