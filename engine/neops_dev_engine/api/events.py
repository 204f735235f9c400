"""Events: what jobs tell while they run, sent by workers in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.records.events import NewEvent, add_events

if TYPE_CHECKING:
    from neops_dev_engine.storage import Database


class EventBody(Body):
    """Something a job tells; its kind says which further fields it has."""

    model_config = ConfigDict(extra="allow")
    job_id: str
    at: Annotated[str, Field(max_length=64)]
    kind: Annotated[str, Field(max_length=64)]

    def plain(self) -> NewEvent:
        """The event as it is kept."""
        fields: dict[str, Any] = self.model_extra or {}
        return NewEvent(self.job_id, self.at, self.kind, {k: v for k, v in fields.items() if k != "seq"})


class Events(Body):
    """A batch of events of one worker."""

    worker_id: str | None = None
    events: list[EventBody]


def router(database: Database) -> APIRouter:
    """The endpoint ``/dev/events``."""
    routes = APIRouter(prefix="/dev", tags=["events"])

    @routes.post("/events", status_code=201)
    async def events(body: Annotated[Events, Depends(body_of(Events))]) -> Response:
        """Keep events; those of unknown jobs are dropped."""
        found = [event.plain() for event in body.events]
        await database.write(lambda tx: add_events(tx, found))
        return json_answer(None, 201)

    return routes
