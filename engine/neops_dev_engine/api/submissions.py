"""Submissions: run a function block now, and follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer, text_answer
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.long_poll import LONGEST, long_poll
from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.jsontext import dumps
from neops_dev_engine.records.events import Event, events_of_job, events_of_submission
from neops_dev_engine.records.submissions import create_submission, get_submission, submission_view
from neops_dev_engine.records.views import get_job, job_details
from neops_dev_engine.storage import topics
from neops_dev_engine.submitting import Wish, prepare

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from neops_dev_engine.storage import Database

_MOST_EVENTS = 1000
After = Annotated[int, Query(ge=0, lt=2**63)]
Wait = Annotated[float, Query(ge=0, le=LONGEST)]
Entities = list[dict[str, Any]]


class Context(Body):
    """The entities that jobs work on."""

    devices: Entities = Field(default_factory=list)
    device_groups: Entities = Field(default_factory=list)
    interfaces: Entities = Field(default_factory=list)

    def plain(self) -> dict[str, Entities]:
        """The lists by their names on the wire."""
        return self.model_dump(by_alias=True)


class NewSubmission(Body):
    """A function block to run."""

    function_block: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    context: Context = Field(default_factory=Context)
    type: Literal["acquire", "execute", "rollback"] = "execute"
    run_on: Literal["global", "device", "interface", "group", "client"] | None = None
    entity_ids: list[int] | None = None
    deadline_seconds: Annotated[float, Field(gt=0)] | None = None

    def wish(self) -> Wish:
        """The same in plain words."""
        return Wish(
            function_block=self.function_block,
            parameters=self.parameters,
            context=self.context.plain(),
            type=self.type,
            run_on=self.run_on,
            entity_ids=self.entity_ids,
            deadline_seconds=self.deadline_seconds,
        )


class _Told(NamedTuple):
    """What jobs told since a number, and whether they are finished."""

    events: list[Event]
    finished: bool


def router(database: Database) -> APIRouter:
    """The endpoints ``/dev/submissions`` and ``/dev/jobs``."""
    routes = APIRouter(prefix="/dev", tags=["submissions"])

    @routes.post("/submissions", status_code=202)
    async def submit(body: Annotated[NewSubmission, Depends(body_of(NewSubmission))]) -> Response:
        """Accept a function block to run: one job, or one for every entity it runs on."""
        wish = body.wish()
        submission = await database.read(lambda db: prepare(db, wish))
        return json_answer(await database.write(lambda tx: create_submission(tx, submission)), 202)

    @routes.get("/submissions/{submission_id:segment}")
    async def submission(submission_id: Segment) -> Response:
        """A submission and its jobs."""
        return json_answer(
            await database.read(lambda db: submission_view(db, get_submission(db, submission_id)))
        )

    @routes.get("/submissions/{submission_id:segment}/events")
    async def submission_events(
        request: Request, submission_id: Segment, after: After = 0, wait: Wait = 0
    ) -> Response:
        """What the jobs of a submission told after a number; waits for more."""

        def read(db: sqlite3.Connection) -> _Told:
            finished = get_submission(db, submission_id)["finished_at"] is not None
            return _Told(events_of_submission(db, submission_id, after, _MOST_EVENTS), finished)

        return await follow(request, topics.submission(submission_id), read, after, wait)

    @routes.get("/jobs/{job_id:segment}")
    async def job(job_id: Segment) -> Response:
        """A job with all that is known of it."""
        return json_answer(job_details(await database.read(lambda db: get_job(db, job_id))))

    @routes.get("/jobs/{job_id:segment}/events")
    async def job_events(request: Request, job_id: Segment, after: After = 0, wait: Wait = 0) -> Response:
        """What a job told after a number; waits for more."""

        def read(db: sqlite3.Connection) -> _Told:
            finished = get_job(db, job_id)["status"] == "pushed"
            return _Told(events_of_job(db, job_id, after, _MOST_EVENTS), finished)

        return await follow(request, topics.job(job_id), read, after, wait)

    async def follow(
        request: Request, topic: str, read: Callable[[sqlite3.Connection], _Told], after: int, wait: float
    ) -> Response:
        async def look() -> _Told | None:
            told = await database.read(read)
            return told if told.events or told.finished else None

        told = await long_poll(request, database.changes, [topic], look, wait) or _Told([], finished=False)
        more = len(told.events) == _MOST_EVENTS
        said = {
            "last": told.events[-1].seq if told.events else after,
            "finished": told.finished and not more,
        }
        texts = ",".join(event.text for event in told.events)
        return text_answer(f'{{"events":[{texts}],{dumps(said)[1:]}')

    return routes
