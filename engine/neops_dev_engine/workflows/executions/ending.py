"""The end: nothing is locked any more, and secrets are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.records.erasing import erase_secrets
from neops_dev_engine.workflows.executions.locking import unlock
from neops_dev_engine.workflows.executions.records import end_open_steps
from neops_dev_engine.workflows.executions.states import Status

if TYPE_CHECKING:
    from neops_dev_engine.workflows.executions.execution import Execution

_END_OF = {
    Status.COMPLETED: Status.COMPLETED_ACK,
    Status.FAILED_SAFE: Status.FAILED_SAFE_ACK,
    Status.FAILED_UNSAFE: Status.FAILED_UNSAFE_ACK,
}


def acknowledge(execution: Execution) -> Status:
    """Clean up."""
    tx = execution.tx
    unlock(execution)
    end_open_steps(tx, execution.seq, execution.reason)
    execution.note_retry(None)
    erase_secrets(tx, "execution_id", execution.id)
    erased = tx.execute(
        "UPDATE executions SET parameters = parameters_shown, parameters_shown = NULL"
        " WHERE seq = ? AND parameters_shown IS NOT NULL",
        (execution.seq,),
    ).rowcount
    if erased:
        tx.scrub = True
    tx.execute("UPDATE executions SET finished_at = ?, wake_at = NULL WHERE seq = ?", (tx.now, execution.seq))
    return _END_OF[execution.status]
