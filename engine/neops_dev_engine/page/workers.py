"""Workers: the table of the overview, and a page for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.clock import now
from neops_dev_engine.page.lines import JobLine, job_lines
from neops_dev_engine.page.rendering import Page, answer
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.records.blocks import blocks_of
from neops_dev_engine.records.workers import get_worker

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience, WorkerState
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Database

_MOST = 500
_JOBS = 30


@dataclass(frozen=True, kw_only=True)
class WorkerLine:
    """A worker in short; moments in milliseconds.

    Attributes:
        held: how many jobs it has claimed; `job` is the oldest of them.
        left: whether it said good-bye.
    """

    id: str
    name: str
    version: str
    address: str | None
    state: WorkerState | None
    left: bool
    pinged: int
    since: int
    blocks: int
    held: int
    job: JobLine | None


@dataclass(frozen=True, kw_only=True)
class WorkerPage(Page):
    """One worker."""

    template: ClassVar[str] = "worker"
    worker: WorkerLine
    blocks: list[str]
    jobs: list[JobLine]


def worker_lines(
    db: Reading, patience: Patience, condition: str = "deleted_at IS NULL", arguments: tuple[str, ...] = ()
) -> list[WorkerLine]:
    """Workers that meet an SQL condition, by name; those heard of last, if there are very many."""
    rows = db.execute(
        "SELECT workers.*, (SELECT count(*) FROM served_blocks JOIN function_blocks AS block"  # noqa: S608
        " ON block.id = block_id AND block.deleted_at IS NULL WHERE worker_id = uuid) AS blocks"
        f" FROM workers WHERE {condition} ORDER BY pinged_at DESC LIMIT {_MOST}",
        arguments,
    ).fetchall()
    jobs: dict[str, list[JobLine]] = {}
    for job in job_lines(db, "jobs.status = 'polled'", limit=_MOST * 4, order="oldest"):
        jobs.setdefault(job.worker_id or "", []).append(job)
    moment = now()
    lines = [_line(row, patience, moment, jobs.get(row["uuid"], [])) for row in rows]
    return sorted(lines, key=lambda line: (line.name, line.since, line.id))


def _line(row: sqlite3.Row, patience: Patience, moment: int, jobs: list[JobLine]) -> WorkerLine:
    return WorkerLine(
        id=row["uuid"],
        name=row["name"] or row["uuid"][:8],
        version=row["version"],
        address=row["ip_address"],
        state=None if row["deleted_at"] is not None else patience.state(row, moment),
        left=row["unregistered_at"] is not None,
        pinged=row["pinged_at"],
        since=row["created_at"],
        blocks=row["blocks"],
        held=len(jobs),
        job=jobs[0] if jobs else None,
    )


def router(database: Database, patience: Patience) -> APIRouter:
    """The page of a worker."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui/workers/{worker_id:segment}")
    async def worker(request: Request, worker_id: Segment) -> Response:
        """One worker, also one that is deleted."""

        def read(db: sqlite3.Connection) -> WorkerPage:
            get_worker(db, worker_id, deleted=True)
            (line,) = worker_lines(db, patience, "uuid = ?", (worker_id,))
            return WorkerPage(
                live=line.state is not None,
                worker=line,
                blocks=blocks_of(db, worker_id),
                jobs=job_lines(db, "jobs.worker_id = ?", (worker_id,), limit=_JOBS),
            )

        return await answer(request, await database.read(read))

    return routes
