"""What jobs tell while they run: log lines, steps, hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from neops_dev_engine.jsontext import dumps
from neops_dev_engine.records.jobs import tell

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction

_SELECT = (
    "SELECT events.*, jobs.id AS job_id FROM events JOIN jobs ON jobs.seq = events.job"
    " WHERE {} AND events.seq > ? ORDER BY events.seq LIMIT ?"
)


class NewEvent(NamedTuple):
    """Something a job tells: when, what kind of thing, and the fields that its kind has."""

    job_id: str
    at: str
    kind: str
    fields: dict[str, Any]


class Event(NamedTuple):
    """An event as it is kept: its number, and its JSON text."""

    seq: int
    text: str


def add_events(tx: Transaction, events: Iterable[NewEvent]) -> None:
    """Keep events; those of unknown jobs are dropped."""
    jobs: dict[str, sqlite3.Row | None] = {}
    rows = []
    for event in events:
        if event.job_id not in jobs:
            found = tx.execute("SELECT * FROM jobs WHERE id = ?", (event.job_id,)).fetchone()
            jobs[event.job_id] = found
        job = jobs[event.job_id]
        if job is not None:
            rows.append((job["seq"], event.at, event.kind, dumps(event.fields)))
    tx.execute_many("INSERT INTO events (job, at, kind, body) VALUES (?, ?, ?, ?)", rows)
    for job in jobs.values():
        if job is not None:
            tell(tx, job)


def events_of_job(db: Reading, job_id: str, after: int, limit: int) -> list[Event]:
    """The events of a job after a number, in order."""
    return [_event(row) for row in db.execute(_SELECT.format("jobs.id = ?"), (job_id, after, limit))]


def events_of_submission(db: Reading, submission_id: str, after: int, limit: int) -> list[Event]:
    """The same for all jobs of a submission."""
    rows = db.execute(_SELECT.format("jobs.submission_id = ?"), (submission_id, after, limit))
    return [_event(row) for row in rows]


def _event(row: sqlite3.Row) -> Event:
    head = dumps({"seq": row["seq"], "jobId": row["job_id"], "at": row["at"], "kind": row["kind"]})
    fields = row["body"]
    return Event(row["seq"], head if fields == "{}" else f"{head[:-1]},{fields[1:]}")
