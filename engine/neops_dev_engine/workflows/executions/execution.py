"""`Execution`: one execution while a transaction works on it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import dumps, loads
from neops_dev_engine.storage import topics
from neops_dev_engine.workflows.document import document_of, plan_of
from neops_dev_engine.workflows.executions.records import add_transition, get_execution, seeds_of
from neops_dev_engine.workflows.executions.registrations import Registrations
from neops_dev_engine.workflows.executions.states import Status, may_follow
from neops_dev_engine.workflows.inventory import Inventory

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.storage import Transaction
    from neops_dev_engine.workflows.document import Station
    from neops_dev_engine.workflows.executions.registrations import Block

_LONGEST_REASON = 2000


class Execution:
    """An execution. What it reads it reads once; what it is told it writes at once.

    Attributes:
        tx: the transaction.
        id: of the execution.
        seq: its number in the database.
        status: where it is.
        position: the step it is at.
        wake_at: nothing is to be done before.
        aborted: whether somebody wants it to end.
        reason: why it failed.
        retry_note: what it waits for.
    """

    def __init__(self, tx: Transaction, row: sqlite3.Row) -> None:
        self.tx = tx
        self.id: str = row["id"]
        self.seq: int = row["seq"]
        self.workflow_id: str = row["workflow_id"]
        self.status = Status(row["status"])
        self.position: int = row["position"]
        self.wake_at: int | None = row["wake_at"]
        self.aborted = bool(row["aborted"])
        self.reason: str | None = row["reason"]
        self.retry_note: str | None = row["retry_note"]
        self._blocks: dict[str, str] = loads(row["blocks"] or "{}")
        self._row = row
        self.document = document_of(row["document"])
        self.plan: list[Station] = plan_of(self.document)
        self.registrations = Registrations(tx)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The parameters it was started with."""
        return loads(self._row["parameters"])  # type: ignore[no-any-return]

    @cached_property
    def parameters_shown(self) -> dict[str, Any]:
        """The same without secrets."""
        text = self._row["parameters_shown"]
        return self.parameters if text is None else loads(text)

    @cached_property
    def inventory(self) -> Inventory:
        """The entities as they are now."""
        return Inventory(self.tx)

    @cached_property
    def seeds(self) -> list[sqlite3.Row]:
        """What it was started for."""
        return seeds_of(self.tx, self.seq)

    def block_of(self, label: str) -> Block:
        """The function block of a step."""
        return self.registrations.get(self._blocks[label])

    def set_blocks(self, blocks: dict[str, str]) -> None:
        """Remember which version of its block each step runs."""
        self._blocks = blocks
        self.tx.execute("UPDATE executions SET blocks = ? WHERE seq = ?", (dumps(blocks), self.seq))

    def enter(self, status: Status, note: str | None = None) -> None:
        """Come into a state."""
        assert may_follow(self.status, status), f"{self.status} -> {status}"
        self.status = status
        started = ", started_at = :now" if status is Status.RUNNING else ""
        self.tx.execute(
            f"UPDATE executions SET status = :status, updated_at = :now{started} WHERE seq = :seq",  # noqa: S608
            {"status": status, "now": self.tx.now, "seq": self.seq},
        )
        add_transition(self.tx, self.seq, status, note)
        self.tx.changed(topics.execution(self.id))

    def arrive(self, position: int, wake_at: int | None) -> None:
        """Come to a step, where nothing is to be done before a moment."""
        self.position = position
        self.wake(wake_at)

    def wake(self, moment: int | None) -> None:
        """Do nothing before a moment."""
        self.wake_at = moment
        self.tx.execute(
            "UPDATE executions SET position = ?, wake_at = ? WHERE seq = ?", (self.position, moment, self.seq)
        )

    def note_retry(self, note: str | None) -> None:
        """Say what it waits for."""
        if note != self.retry_note:
            self.retry_note = note
            self.tx.execute(
                "UPDATE executions SET retry_note = ?, updated_at = ? WHERE seq = ?",
                (note, self.tx.now, self.seq),
            )
            self.tx.changed(topics.execution(self.id))

    def failed(self, why: str) -> None:
        """Say why it failed; what is said later is added."""
        reason = why if self.reason is None else f"{self.reason}; {why}"
        self.reason = reason[:_LONGEST_REASON]
        self.tx.execute("UPDATE executions SET reason = ? WHERE seq = ?", (self.reason, self.seq))

    def has_open_jobs(self) -> bool:
        """Whether a job waits or runs."""
        return (
            self.tx.execute(
                "SELECT 1 FROM jobs WHERE execution_id = ? AND status <> 'pushed'", (self.id,)
            ).fetchone()
            is not None
        )


def load(tx: Transaction, execution_id: str) -> Execution:
    """An execution. Raises UnknownExecution."""
    return Execution(tx, get_execution(tx, execution_id))
