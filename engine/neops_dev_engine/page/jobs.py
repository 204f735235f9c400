"""The list of jobs, by state, block and worker, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.page.lines import STATES, JobLine, count_jobs, job_lines
from neops_dev_engine.page.rendering import Page, answer
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.records.blocks import list_blocks

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.storage import Database

_PER_PAGE = 50
_MOST_WORKERS = 500
Number = Annotated[int | None, Query(ge=0, lt=2**63)]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which jobs are wanted, and from where in the list on: before or after the job with a number."""

    state: str | None
    block: str | None
    worker: str | None
    before: int | None
    after: int | None

    @property
    def empty(self) -> bool:
        """Whether all jobs are wanted."""
        return self.state is None and self.block is None and self.worker is None

    def link(self, **changes: Any) -> str:
        """The query of the same list with another filter, from its beginning or where it says."""
        chosen = {"state": self.state, "block": self.block, "worker": self.worker} | changes
        kept = {key: value for key, value in chosen.items() if value is not None}
        return f"/ui/jobs?{urlencode(kept)}" if kept else "/ui/jobs"

    def condition(self) -> tuple[str, list[Any]]:
        """The SQL condition, and its arguments."""
        conditions, arguments = ["1"], list[Any]()
        if self.state in STATES:
            conditions.append(STATES[self.state])
        if self.block is not None:
            name, _, version = self.block.partition(":")
            if version:
                conditions.append("jobs.block_id = ?")
                arguments.append(self.block)
            else:
                conditions.append("jobs.block_id >= ? AND jobs.block_id < ?")
                arguments.extend([f"{name}:", f"{name};"])
        if self.worker is not None:
            conditions.append("jobs.worker_id = ?")
            arguments.append(self.worker)
        return " AND ".join(conditions), arguments


@dataclass(frozen=True, kw_only=True)
class JobsPage(Page):
    """Some of the jobs."""

    template: ClassVar[str] = "jobs"
    place: ClassVar[str] = "jobs"
    filter: Filter
    jobs: list[JobLine]
    counts: dict[str, int]
    blocks: list[str]
    workers: list[tuple[str, str]]
    newer: int | None
    older: int | None


def router(database: Database) -> APIRouter:
    """The page ``/ui/jobs``."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui/jobs")
    async def jobs(
        request: Request,
        state: str | None = None,
        block: str | None = None,
        worker: str | None = None,
        before: Number = None,
        after: Number = None,
    ) -> Response:
        """Jobs, the newest first."""
        wanted = Filter(
            state=state if state in STATES else None,
            block=block or None,
            worker=worker or None,
            before=before,
            after=after,
        )
        return await answer(request, await database.read(lambda db: _read(db, wanted)))

    return routes


def _read(db: sqlite3.Connection, wanted: Filter) -> JobsPage:
    jobs, newer, older = _page(db, wanted)
    return JobsPage(
        live=newer is None,
        filter=wanted,
        jobs=jobs,
        counts=count_jobs(db),
        blocks=[row["id"] for row in list_blocks(db)],
        workers=_workers(db, wanted.worker),
        newer=newer,
        older=older,
    )


def _page(db: sqlite3.Connection, wanted: Filter) -> tuple[list[JobLine], int | None, int | None]:
    """The jobs, and the numbers to go on from in both directions, where there are more."""
    condition, arguments = wanted.condition()
    if wanted.after is not None:
        found = job_lines(
            db,
            f"{condition} AND jobs.seq > ?",
            [*arguments, wanted.after],
            limit=_PER_PAGE + 1,
            order="oldest",
        )
        jobs = found[:_PER_PAGE][::-1]
        if len(found) > _PER_PAGE:
            return jobs, jobs[0].seq, jobs[-1].seq
        return _page(db, Filter(**{**vars(wanted), "after": None, "before": None}))
    if wanted.before is not None:
        condition, arguments = f"{condition} AND jobs.seq < ?", [*arguments, wanted.before]
    found = job_lines(db, condition, arguments, limit=_PER_PAGE + 1)
    jobs = found[:_PER_PAGE]
    older = jobs[-1].seq if len(found) > _PER_PAGE else None
    newer = None if wanted.before is None else (jobs[0].seq if jobs else wanted.before - 1)
    return jobs, newer, older


def _workers(db: sqlite3.Connection, chosen: str | None) -> list[tuple[str, str]]:
    rows = db.execute(
        "SELECT uuid, name FROM workers WHERE deleted_at IS NULL OR uuid = ? ORDER BY pinged_at DESC LIMIT ?",
        (chosen, _MOST_WORKERS),
    ).fetchall()
    named = [(row["uuid"], f"{row['name'] or 'worker'} · {row['uuid'][:8]}") for row in rows]
    return sorted(named, key=lambda worker: worker[1])
