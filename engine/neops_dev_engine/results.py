"""A result that a worker delivers: kept, and what it changes in the inventory is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso
from neops_dev_engine.jsontext import loads
from neops_dev_engine.records.contexts import LISTS, entity_name
from neops_dev_engine.records.entities import get_entity
from neops_dev_engine.records.events import NewEvent, add_events
from neops_dev_engine.records.jobs import finish_job
from neops_dev_engine.workflows.updates import InvalidUpdates, apply_updates

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.records.jobs import Outcome
    from neops_dev_engine.storage import Transaction

Entities = set[tuple[str, int]]


def take_result(tx: Transaction, job_id: str, outcome: Outcome) -> None:
    """Keep the outcome of a job.

    The updates of a job of a workflow wait for the workflow's end; those of a submission are applied now.

    Raises:
        UnknownJob: there is none with this id.
        ResultAlreadyThere: it has an outcome; that one stays.
        JobNotClaimed: nobody was told to run it.
    """
    job = finish_job(tx, job_id, outcome)
    if job["submission_id"] is not None and outcome.success and job["type"] == "execute":
        _update_inventory(tx, job, outcome.updates)


def _update_inventory(tx: Transaction, job: sqlite3.Row, updates: list[Any]) -> None:
    """Apply the updates that mean the inventory: a submission may have brought entities of its own.

    Those that are in the inventory, by id and name, are changed; new ones are created if all are.
    """
    if not updates:
        return
    (body,) = tx.execute("SELECT body FROM contexts WHERE id = ?", (job["context_id"],)).fetchone()
    known, foreign = _compared(tx, loads(body))
    meant = [update for update in updates if _means(update, known, create=not foreign)]
    try:
        apply_updates(tx, [meant])
    except InvalidUpdates as error:
        fields = {"level": "warning", "text": f"the inventory was not changed: {error}", "context": {}}
        add_events(tx, [NewEvent(job["id"], iso(tx.now), "log", fields)])


def _compared(tx: Transaction, context: dict[str, Any]) -> tuple[Entities, Entities]:
    """The entities of a context that the inventory has, and those that it has not."""
    known: Entities = set()
    foreign: Entities = set()
    for kind, name in LISTS.items():
        for entity in context[name]:
            kept = get_entity(tx, kind, entity["id"])
            same = kept is not None and entity_name(kept) == entity_name(entity)
            (known if same else foreign).add((kind, entity["id"]))
    return known, foreign


def _means(update: Any, known: Entities, *, create: bool) -> bool:
    if not isinstance(update, dict) or update.get("operation") == "create":
        return create
    return (update.get("entity"), update.get("id")) in known
