"""Submissions: function blocks to run now, outside of any workflow."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso
from neops_dev_engine.errors import UnknownSubmission
from neops_dev_engine.records.contexts import LISTS, add_context, entity_name, own_part
from neops_dev_engine.records.jobs import NewJob, create_job
from neops_dev_engine.records.views import job_details, job_rows

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.records.jobs import JobType
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What to run: checked, and complete.

    Attributes:
        block_id: full identifier of the block.
        parameters: as the block gets them.
        parameters_shown: the same without secrets, where there are any.
        context: the entities.
        type: what of the block is to run.
        run_on: kind of entity.
        entity_ids: one job for each; None for one job without an entity.
        deadline_seconds: within which a worker has to end a job.
    """

    block_id: str
    parameters: dict[str, Any]
    parameters_shown: dict[str, Any] | None
    context: dict[str, Any]
    type: JobType
    run_on: str
    entity_ids: list[int] | None
    deadline_seconds: float | None


def create_submission(tx: Transaction, submission: Submission) -> dict[str, Any]:
    """Keep a submission and its jobs; what the caller is told."""
    submission_id = str(uuid.uuid4())
    shared = None if submission.run_on == "device" else add_context(tx, submission.context)
    names = {
        entity["id"]: entity_name(entity)
        for entity in submission.context.get(LISTS.get(submission.run_on, ""), [])
    }
    jobs = []
    for entity_id in [None] if submission.entity_ids is None else submission.entity_ids:
        name = names.get(entity_id)
        context = own_part(submission.context, submission.run_on, entity_id)
        job = NewJob(
            block_id=submission.block_id,
            context_id=add_context(tx, context) if shared is None else shared,
            parameters=submission.parameters,
            parameters_shown=submission.parameters_shown,
            type=submission.type,
            run_on=submission.run_on,
            entity_id=entity_id,
            entity=name,
            submission_id=submission_id,
            deadline_seconds=submission.deadline_seconds,
        )
        jobs.append({"jobId": create_job(tx, job), "entityId": entity_id, "entity": name})
    tx.execute(
        "INSERT INTO submissions (id, block_id, created_at, open_jobs) VALUES (?, ?, ?, ?)",
        (submission_id, submission.block_id, tx.now, len(jobs)),
    )
    return {"submissionId": submission_id, "functionBlockId": submission.block_id, "jobs": jobs}


def get_submission(db: Reading, submission_id: str) -> sqlite3.Row:
    """A submission. Raises UnknownSubmission."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM submissions WHERE id = ?", (submission_id,)
    ).fetchone()
    if row is None:
        raise UnknownSubmission(f"there is no submission {submission_id}")
    return row


def list_submissions(db: Reading, limit: int) -> list[sqlite3.Row]:
    """The newest submissions, newest first."""
    return db.execute("SELECT * FROM submissions ORDER BY created_at DESC LIMIT ?", (limit,)).fetchall()


def submission_view(db: Reading, row: sqlite3.Row) -> dict[str, Any]:
    """A submission and its jobs as the API shows them."""
    jobs = job_rows(db, "jobs.submission_id = ?", (row["id"],))
    return {
        "submissionId": row["id"],
        "functionBlockId": row["block_id"],
        "createdAt": iso(row["created_at"]),
        "finished": row["finished_at"] is not None,
        "jobs": [job_details(job) for job in jobs],
    }
