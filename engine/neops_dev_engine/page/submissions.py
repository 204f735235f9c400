"""A submission: its jobs, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import APIRouter, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import RedirectResponse, Response

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.clock import now
from neops_dev_engine.page.lines import STATES, JobLine, job_lines
from neops_dev_engine.page.rendering import HEADERS, Page, answer, segment
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.records.blocks import workers_of
from neops_dev_engine.records.submissions import get_submission

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database

_PER_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class SubmissionPage(Page):
    """One submission; moments in milliseconds.

    Attributes:
        served: whether a worker who is online serves the block.
    """

    template: ClassVar[str] = "submission"
    place: ClassVar[str] = "jobs"
    id: str
    block_id: str
    created: int
    finished: int | None
    served: bool
    counts: dict[str, int]
    total: int
    state: str | None
    found: int
    number: int
    pages: int
    jobs: list[JobLine]


def router(database: Database, patience: Patience) -> APIRouter:
    """The page of a submission."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui/submissions/{submission_id:segment}")
    async def submission(
        request: Request,
        submission_id: Segment,
        state: str | None = None,
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> Response:
        """One submission; the job itself if it is a single one."""
        chosen = state if state in STATES else None
        found = await database.read(lambda db: _read(db, patience, submission_id, chosen, page))
        if found.total == 1 and chosen is None and found.jobs:
            return RedirectResponse(f"/ui/jobs/{segment(found.jobs[0].id)}", 303, HEADERS)
        return await answer(request, found)

    return routes


def _read(
    db: sqlite3.Connection, patience: Patience, submission_id: str, state: str | None, page: int
) -> SubmissionPage:
    row = get_submission(db, submission_id)
    counts = {
        name: db.execute(
            f"SELECT count(*) FROM jobs WHERE jobs.submission_id = ? AND {condition}",  # noqa: S608 - constants
            (submission_id,),
        ).fetchone()[0]
        for name, condition in STATES.items()
    }
    condition = "1" if state is None else STATES[state]
    total = sum(counts.values())
    found = total if state is None else counts[state]
    moment = now()
    return SubmissionPage(
        live=row["finished_at"] is None,
        id=submission_id,
        block_id=row["block_id"],
        created=row["created_at"],
        finished=row["finished_at"],
        served=any(patience.state(worker, moment) == "online" for worker in workers_of(db, row["block_id"])),
        counts=counts,
        total=total,
        state=state,
        found=found,
        number=page,
        pages=-(-found // _PER_PAGE),
        jobs=job_lines(
            db,
            f"jobs.submission_id = ? AND {condition}",
            (submission_id,),
            limit=_PER_PAGE,
            order="failed",
            skip=(page - 1) * _PER_PAGE,
        ),
    )
