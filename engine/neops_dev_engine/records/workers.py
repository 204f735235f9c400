"""Workers: registered, heard of, given up."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso, iso_or_none
from neops_dev_engine.errors import UnknownWorker
from neops_dev_engine.records.jobs import fail_job
from neops_dev_engine.storage import topics

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction


def register_worker(tx: Transaction, version: str, name: str | None, ip_address: str | None) -> sqlite3.Row:
    """Keep a new worker."""
    worker_id = str(uuid.uuid4())
    tx.execute(
        "INSERT INTO workers (uuid, name, ip_address, version, pinged_at, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (worker_id, name, ip_address, version, tx.now, tx.now, tx.now),
    )
    return get_worker(tx, worker_id)


def get_worker(db: Reading, worker_id: str, *, deleted: bool = False) -> sqlite3.Row:
    """A worker; with `deleted` also one that is.

    Raises:
        UnknownWorker: there is none.
    """
    row: sqlite3.Row | None = db.execute("SELECT * FROM workers WHERE uuid = ?", (worker_id,)).fetchone()
    if row is None or (row["deleted_at"] is not None and not deleted):
        raise UnknownWorker(f"there is no worker {worker_id}", hint="register it again")
    return row


def list_workers(db: Reading, *, deleted: bool = False) -> list[sqlite3.Row]:
    """All workers, oldest first; with `deleted` also those that are."""
    condition = "" if deleted else " WHERE deleted_at IS NULL"
    return db.execute(f"SELECT * FROM workers{condition} ORDER BY created_at, uuid").fetchall()  # noqa: S608


def ping(tx: Transaction, worker_id: str) -> None:
    """The worker lives. Raises UnknownWorker."""
    get_worker(tx, worker_id)
    tx.execute(
        "UPDATE workers SET pinged_at = ?, updated_at = ?, unregistered_at = NULL WHERE uuid = ?",
        (tx.now, tx.now, worker_id),
    )
    tx.changed(topics.worker(worker_id))


def unregister(tx: Transaction, worker_id: str) -> int:
    """The worker says good-bye; how many jobs it left behind. Raises UnknownWorker."""
    row = get_worker(tx, worker_id)
    tx.execute(
        "UPDATE workers SET unregistered_at = ?, updated_at = ? WHERE uuid = ?", (tx.now, tx.now, worker_id)
    )
    tx.changed(topics.worker(worker_id))
    return fail_jobs_of(tx, row, "unregistered before it delivered a result")


def delete_worker(tx: Transaction, row: sqlite3.Row, why: str = "was deleted") -> int:
    """Forget a worker; how many jobs it left behind."""
    tx.execute(
        "UPDATE workers SET deleted_at = ?, updated_at = ? WHERE uuid = ?", (tx.now, tx.now, row["uuid"])
    )
    tx.changed(topics.worker(row["uuid"]))
    return fail_jobs_of(tx, row, why)


def fail_jobs_of(tx: Transaction, worker: sqlite3.Row, why: str) -> int:
    """Fail what a worker has claimed and will not finish; how many jobs."""
    jobs = tx.execute(
        "SELECT * FROM jobs WHERE worker_id = ? AND status = 'polled'", (worker["uuid"],)
    ).fetchall()
    for job in jobs:
        fail_job(tx, job, f"worker {worker_name(worker)} {why}; the job was possibly executed")
    return len(jobs)


def worker_name(row: sqlite3.Row) -> str:
    """What people call a worker."""
    return str(row["name"] or row["uuid"])


def worker_view(row: sqlite3.Row, patience: Patience, now: int) -> dict[str, Any]:
    """A worker as the API shows it."""
    return {
        "uuid": row["uuid"],
        "name": row["name"],
        "ipAddress": row["ip_address"],
        "version": row["version"],
        "state": patience.state(row, now),
        "lastPingAt": iso(row["pinged_at"]),
        "createdAt": iso(row["created_at"]),
        "updatedAt": iso(row["updated_at"]),
        "deletedAt": iso_or_none(row["deleted_at"]),
    }
