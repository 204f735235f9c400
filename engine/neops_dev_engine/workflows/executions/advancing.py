"""`advance`: what can be done for an execution is done, as often as somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.workflows.errors import ExecutionFinished
from neops_dev_engine.workflows.executions import (
    discovery,
    ending,
    failing,
    locking,
    preparing,
    running,
)
from neops_dev_engine.workflows.executions.aborting import end_now
from neops_dev_engine.workflows.executions.execution import Execution, load
from neops_dev_engine.workflows.executions.states import ENDS, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction

_PHASES: dict[Status, Callable[[Execution], Status | None]] = {
    Status.NEW: preparing.validate,
    Status.VALID: preparing.start,
    Status.BLOCKED_WAITING: preparing.start,
    Status.READY: discovery.discover,
    Status.RESOURCE_DISCOVERY: discovery.await_discovery,
    Status.RESOURCES_DISCOVERED: discovery.schedule,
    Status.SCHEDULED: locking.try_again,
    Status.LOCKING: locking.lock,
    Status.LOCKED: running.begin,
    Status.RUNNING: running.run,
    Status.ERROR: failing.judge,
    Status.ROLLBACK: failing.roll_back,
    Status.COMPLETED: ending.acknowledge,
    Status.FAILED_SAFE: ending.acknowledge,
    Status.FAILED_UNSAFE: ending.acknowledge,
}
"""What is done in each state: the state that follows, or None while there is something to wait for."""


def advance(tx: Transaction, execution_id: str) -> None:
    """Bring an execution as far as it goes now. Called when there is nothing to do, it does nothing."""
    _advance(load(tx, execution_id))


def abort(tx: Transaction, execution_id: str, why: str) -> None:
    """End an execution; one that was aborted before stays so.

    Raises:
        UnknownExecution: there is none.
        ExecutionFinished: it has ended by itself.
    """
    execution = load(tx, execution_id)
    if execution.status in ENDS:
        if execution.aborted:
            return
        raise ExecutionFinished(f"the execution {execution_id} has ended already: {execution.status}")
    end_now(execution, why)
    _advance(execution)


def due(db: Reading, now: int) -> list[str]:
    """The executions for which something may be to do, oldest first.

    Those that wait for jobs, for a moment, or for the execution that their note names, are left alone.
    """
    rows = db.execute(
        "SELECT id FROM executions WHERE finished_at IS NULL AND ifnull(wake_at, 0) <= ?"  # noqa: S608
        " AND NOT EXISTS (SELECT 1 FROM jobs WHERE execution_id = executions.id AND status <> 'pushed')"
        f" AND NOT (status = 'scheduled' AND EXISTS ({locking.NAMED_IN_NOTE})) ORDER BY seq",
        (now,),
    )
    return [row["id"] for row in rows]


def next_wake(db: Reading, now: int) -> int | None:
    """The next moment at which an execution wants to go on by itself."""
    (moment,) = db.execute(
        "SELECT min(wake_at) FROM executions WHERE finished_at IS NULL AND wake_at > ?", (now,)
    ).fetchone()
    return moment  # type: ignore[no-any-return]


def _advance(execution: Execution) -> None:
    while execution.status in _PHASES:
        following = _PHASES[execution.status](execution)
        if following is None:
            return
        execution.enter(following)
