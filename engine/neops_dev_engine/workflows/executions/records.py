"""Executions in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import dumps, loads
from neops_dev_engine.storage import topics
from neops_dev_engine.workflows.errors import UnknownExecution

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction
    from neops_dev_engine.workflows.executions.states import Status

WAITING, RUNNING, SUCCEEDED, SKIPPED, FAILED = "waiting", "running", "succeeded", "skipped", "failed"
ROLLED_BACK, ROLLBACK_FAILED = "rolled_back", "rollback_failed"
Ids = dict[str, list[int]]
"""Ids of entities by their kind."""


@dataclass(frozen=True, kw_only=True)
class NewExecution:
    """An execution to keep.

    Attributes:
        id: unique.
        workflow_id: full identifier of the workflow.
        document: of the workflow, as JSON text.
        parameters: complete.
        parameters_shown: the same without secrets, where there are any.
        seeds: id and name of the entities to work on; None for none.
    """

    id: str
    workflow_id: str
    document: str
    parameters: dict[str, Any]
    parameters_shown: dict[str, Any] | None
    seeds: list[tuple[int | None, str | None]]


@dataclass
class StepRow:
    """A step for a seed."""

    position: int
    seed: int
    status: str
    acquired: Ids = field(default_factory=dict)
    context_id: int | None = None


def add_execution(tx: Transaction, new: NewExecution, status: Status) -> None:
    """Keep an execution."""
    shown = new.parameters_shown
    seq = tx.execute(
        "INSERT INTO executions (id, workflow_id, document, parameters, parameters_shown, status, created_at,"
        " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.id,
            new.workflow_id,
            new.document,
            dumps(new.parameters),
            None if shown is None else dumps(shown),
            status,
            tx.now,
            tx.now,
        ),
    ).lastrowid
    assert seq is not None
    tx.execute_many(
        "INSERT INTO seeds (execution, number, entity_id, entity) VALUES (?, ?, ?, ?)",
        [(seq, number, entity_id, name) for number, (entity_id, name) in enumerate(new.seeds)],
    )
    add_transition(tx, seq, status, None)
    tx.changed(topics.EXECUTIONS, topics.execution(new.id))


def add_transition(tx: Transaction, seq: int, status: Status, note: str | None) -> None:
    """Remember that an execution came into a state."""
    tx.execute(
        "INSERT INTO transitions (execution, number, at, status, note)"
        " SELECT ?1, count(*), ?2, ?3, ?4 FROM transitions WHERE execution = ?1",
        (seq, tx.now, status, note),
    )


def count_transitions(db: Reading, seq: int) -> int:
    """How many states an execution has been in."""
    (number,) = db.execute("SELECT count(*) FROM transitions WHERE execution = ?", (seq,)).fetchone()
    return int(number)


def get_execution(db: Reading, execution_id: str) -> sqlite3.Row:
    """An execution. Raises UnknownExecution."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM executions WHERE id = ?", (execution_id,)).fetchone()
    if row is None:
        raise UnknownExecution(f"there is no execution {execution_id}")
    return row


def seeds_of(db: Reading, seq: int) -> list[sqlite3.Row]:
    """What an execution was started for, in order."""
    return db.execute("SELECT * FROM seeds WHERE execution = ? ORDER BY number", (seq,)).fetchall()


def add_steps(tx: Transaction, seq: int, labels: Iterable[tuple[int, str]], seeds: int) -> None:
    """Keep all steps, by position and label, for every seed, as waiting."""
    tx.execute_many(
        "INSERT INTO steps (execution, position, seed, label, status) VALUES (?, ?, ?, ?, ?)",
        [(seq, position, seed, label, WAITING) for position, label in labels for seed in range(seeds)],
    )


def steps_at(db: Reading, seq: int, position: int) -> list[StepRow]:
    """A step of an execution for every seed."""
    rows = db.execute(
        "SELECT * FROM steps WHERE execution = ? AND position = ? ORDER BY seed", (seq, position)
    )
    return [
        StepRow(
            position, row["seed"], row["status"], loads(row["acquired"] or "{}"), context_id=row["context_id"]
        )
        for row in rows
    ]


def set_acquired(tx: Transaction, seq: int, rows: Iterable[tuple[int, int, Ids]]) -> None:
    """Keep which entities steps work on: position, seed, ids."""
    tx.execute_many(
        "UPDATE steps SET acquired = ? WHERE execution = ? AND position = ? AND seed = ?",
        [(dumps(ids), seq, position, seed) for position, seed, ids in rows],
    )


def step_began(tx: Transaction, seq: int, row: StepRow) -> None:
    """A step runs now."""
    row.status = RUNNING
    tx.execute(
        "UPDATE steps SET status = ?, started_at = ?, context_id = ?"
        " WHERE execution = ? AND position = ? AND seed = ?",
        (RUNNING, tx.now, row.context_id, seq, row.position, row.seed),
    )


def step_ended(tx: Transaction, seq: int, row: StepRow, status: str, note: str | None = None) -> None:
    """A step has ended, or something more has become of it."""
    row.status = status
    tx.execute(
        "UPDATE steps SET status = ?, note = ?, finished_at = ?"
        " WHERE execution = ? AND position = ? AND seed = ?",
        (status, note, tx.now, seq, row.position, row.seed),
    )


def end_open_steps(tx: Transaction, seq: int, why: str | None) -> None:
    """What runs has failed; what waits will not run any more."""
    for before, after, note in ((RUNNING, FAILED, why), (WAITING, SKIPPED, "not reached")):
        tx.execute(
            "UPDATE steps SET status = ?, note = ?, finished_at = ? WHERE execution = ? AND status = ?",
            (after, note, tx.now, seq, before),
        )


def skip_inside(tx: Transaction, seq: int, first: int, last: int, seed: int, note: str) -> None:
    """The steps at some positions do not run for a seed."""
    tx.execute(
        "UPDATE steps SET status = ?, note = ?, finished_at = ?"
        " WHERE execution = ? AND position BETWEEN ? AND ? AND seed = ?",
        (SKIPPED, note, tx.now, seq, first, last, seed),
    )
