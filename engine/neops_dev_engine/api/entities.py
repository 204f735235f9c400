"""Entities: the inventory that workflow executions work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.bodies import body_of
from neops_dev_engine.api.submissions import Context
from neops_dev_engine.records.entities import merge_entities, shown_entities

if TYPE_CHECKING:
    from neops_dev_engine.storage import Database


def router(database: Database) -> APIRouter:
    """The endpoint ``/dev/entities``."""
    routes = APIRouter(prefix="/dev", tags=["entities"])

    @routes.put("/entities")
    async def put(body: Annotated[Context, Depends(body_of(Context))]) -> Response:
        """Merge entities into the inventory, by id or by name."""
        await database.write(lambda tx: merge_entities(tx, body.plain()))
        return json_answer(await database.read(shown_entities))

    @routes.get("/entities")
    async def get() -> Response:
        """The inventory."""
        return json_answer(await database.read(shown_entities))

    return routes
