"""Giving up: workers that are gone, and jobs that will have no result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_dev_engine.records.jobs import fail_job
from neops_dev_engine.records.workers import (
    delete_worker,
    fail_jobs_of,
    list_workers,
    worker_name,
)

if TYPE_CHECKING:
    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Transaction


@dataclass(frozen=True)
class CleanUp:
    """What was given up: the workers deleted, and how many jobs were failed."""

    workers: list[str]
    failed_jobs: int


def clean_up(tx: Transaction, patience: Patience, *, all_offline: bool = False) -> CleanUp:
    """Fail the jobs of offline workers and stuck ones; delete workers offline for long, or all of them."""
    deleted, failed = [], 0
    for worker in list_workers(tx):
        if patience.state(worker, tx.now) != "offline":
            continue
        silence = patience.silence(worker, tx.now) / 1000
        failed += fail_jobs_of(tx, worker, f"is offline, silent for {silence:.0f} s")
        if all_offline or patience.is_gone(worker, tx.now):
            delete_worker(tx, worker)
            deleted.append(worker["uuid"])
    return CleanUp(deleted, failed + _fail_stuck(tx, patience))


def _fail_stuck(tx: Transaction, patience: Patience) -> int:
    failed = 0
    rows = tx.execute(
        "SELECT jobs.*, workers.uuid, workers.name FROM jobs"
        " JOIN workers ON workers.uuid = jobs.worker_id WHERE jobs.status = 'polled'"
    ).fetchall()
    for row in rows:
        if patience.is_stuck(row, tx.now):
            limit = patience.thresholds.stuck_job / 1000
            fail_job(
                tx,
                row,
                f"no result within {limit:g} s after worker {worker_name(row)} took the job; "
                "the job was possibly executed",
            )
            failed += 1
    return failed
