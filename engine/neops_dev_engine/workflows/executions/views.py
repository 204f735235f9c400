"""Executions as they are shown: never with a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso, iso_or_none
from neops_dev_engine.jsontext import loads, loads_or_none
from neops_dev_engine.records.views import job_details, job_rows
from neops_dev_engine.workflows.document import document_of, plan_of
from neops_dev_engine.workflows.executions.records import seeds_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.workflows.document import Station

MOST_EXECUTIONS = 10_000


def execution_rows(
    db: Reading, condition: str = "1", arguments: Sequence[Any] = (), limit: int = MOST_EXECUTIONS
) -> list[sqlite3.Row]:
    """The newest executions that meet an SQL condition, oldest first."""
    rows = db.execute(
        f"SELECT * FROM executions WHERE {condition} ORDER BY seq DESC LIMIT {limit}",  # noqa: S608
        arguments,
    ).fetchall()
    return rows[::-1]


def execution_view(row: sqlite3.Row) -> dict[str, Any]:
    """An execution as the published API shows it."""
    view = {
        "uuid": row["id"],
        "workflowId": row["workflow_id"],
        "workflowName": document_of(row["document"]).name,
        "status": row["status"],
        "retryNote": row["retry_note"],
        "startedBy": None,
        "startedByUsername": None,
        "abortedBy": None,
        "abortedByUsername": None,
        "triggerType": "API",
        "authorityBasis": "disabled",
        "createdAt": iso(row["created_at"]),
        "updatedAt": iso(row["updated_at"]),
        "startedAt": iso_or_none(row["started_at"]),
        "finishedAt": iso_or_none(row["finished_at"]),
    }
    return view if row["reason"] is None else view | {"reason": row["reason"]}


def execution_details(db: Reading, row: sqlite3.Row) -> dict[str, Any]:
    """An execution with all that is known of it: transitions, steps, jobs and their results."""
    jobs: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for job in job_rows(db, "jobs.execution_id = ?", (row["id"],)):
        jobs.setdefault((job["step_label"], job["context_id"]), []).append(job_details(job))
    seeds = seeds_of(db, row["seq"])
    runs: dict[int, list[dict[str, Any]]] = {}
    for step in db.execute("SELECT * FROM steps WHERE execution = ? ORDER BY position, seed", (row["seq"],)):
        seed = seeds[step["seed"]]
        label = step["label"]
        of_block = step["position"] > 0
        own = jobs.get((label, step["context_id"]), []) if of_block else []
        acquire = jobs.get((label, seed["context_id"]), []) if of_block else []
        runs.setdefault(step["position"], []).append(
            {
                "entityId": seed["entity_id"],
                "entity": seed["entity"],
                "status": step["status"],
                "note": step["note"],
                "startedAt": iso_or_none(step["started_at"]),
                "finishedAt": iso_or_none(step["finished_at"]),
                "acquired": loads_or_none(step["acquired"]) or {},
                "jobs": [*acquire, *own],
            }
        )
    blocks: dict[str, str] = loads(row["blocks"] or "{}")
    return execution_view(row) | {
        "finished": row["finished_at"] is not None,
        "aborted": bool(row["aborted"]),
        "parameters": loads(row["parameters_shown"] or row["parameters"]),
        "seeds": [{"entityId": seed["entity_id"], "entity": seed["entity"]} for seed in seeds],
        "transitions": _transitions(db, row["seq"]),
        "steps": [
            _step(station, blocks) | {"runs": runs.get(station.position, [])}
            for station in plan_of(document_of(row["document"]))
        ],
    }


def _transitions(db: Reading, seq: int) -> list[dict[str, Any]]:
    rows = db.execute("SELECT * FROM transitions WHERE execution = ? ORDER BY number", (seq,))
    return [{"at": iso(row["at"]), "status": row["status"], "note": row["note"]} for row in rows]


def _step(station: Station, blocks: dict[str, str]) -> dict[str, Any]:
    return {
        "label": station.step.label,
        "type": station.step.type,
        "description": station.step.description,
        "depth": len(station.inside),
        "functionBlock": None if station.block is None else station.block.function_block,
        "functionBlockId": blocks.get(station.step.label) if station.block is not None else None,
    }
