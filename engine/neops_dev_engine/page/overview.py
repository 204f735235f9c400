"""The overview: who works, what is going on, what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.page.executions import ExecutionLine, execution_lines
from neops_dev_engine.page.lines import JobLine, count_jobs, job_lines
from neops_dev_engine.page.rendering import Page, answer
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.page.workers import WorkerLine, worker_lines

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database

_JOBS = 20
_EXECUTIONS = 10


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    """Everything at a glance."""

    template: ClassVar[str] = "overview"
    place: ClassVar[str] = "overview"
    live: bool = True
    counts: dict[str, int]
    workers: list[WorkerLine]
    jobs: list[JobLine]
    executions: list[ExecutionLine]
    blocks: int
    unserved: int

    def workers_in(self, *states: str) -> list[WorkerLine]:
        """The workers in some states."""
        return [worker for worker in self.workers if worker.state in states]


def router(database: Database, patience: Patience) -> APIRouter:
    """The page ``/ui``."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui")
    async def overview(request: Request) -> Response:
        """Workers, jobs by state, the newest jobs."""

        def read(db: sqlite3.Connection) -> OverviewPage:
            workers = worker_lines(db, patience)
            online = {worker.id for worker in workers if worker.state == "online"}
            return OverviewPage(
                counts=count_jobs(db),
                workers=workers,
                jobs=job_lines(db, limit=_JOBS),
                executions=execution_lines(db, "finished_at IS NULL", limit=_EXECUTIONS),
                blocks=db.execute("SELECT count(*) FROM function_blocks WHERE deleted_at IS NULL").fetchone()[
                    0
                ],
                unserved=_unserved(db, online),
            )

        return await answer(request, await database.read(read))

    return routes


def _unserved(db: sqlite3.Connection, online: set[str]) -> int:
    """How many jobs wait for a block that no worker who is online serves."""
    waiting = db.execute(
        "SELECT block_id, count(*) AS jobs FROM jobs WHERE status = 'pending' GROUP BY block_id"
    ).fetchall()
    unserved = 0
    for row in waiting:
        serving = db.execute("SELECT worker_id FROM served_blocks WHERE block_id = ?", (row["block_id"],))
        if not any(worker["worker_id"] in online for worker in serving):
            unserved += row["jobs"]
    return unserved
