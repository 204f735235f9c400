"""Entities: the inventory that workflow executions work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.bodies import body_of
from neops_dev_engine.api.submissions import Context
from neops_dev_engine.entity_shapes import shape_faults
from neops_dev_engine.errors import InvalidBody
from neops_dev_engine.records.contexts import LISTS
from neops_dev_engine.records.entities import merge_entities, shown_entities

if TYPE_CHECKING:
    from neops_dev_engine.storage import Database

_SHOWN = 10


def router(database: Database) -> APIRouter:
    """The endpoint ``/dev/entities``."""
    routes = APIRouter(prefix="/dev", tags=["entities"])

    @routes.put("/entities")
    async def put(body: Annotated[Context, Depends(body_of(Context))]) -> Response:
        """Merge entities into the inventory, by id or by name."""
        lists = body.plain()
        faults = [
            {"path": f"{name}[{place}].{path}", "message": message}
            for kind, name in LISTS.items()
            for place, entity in enumerate(lists[name])
            for path, message in shape_faults(kind, entity)
        ]
        if faults:
            text = "; ".join(f"{fault['path']}: {fault['message']}" for fault in faults[:_SHOWN])
            raise InvalidBody(f"the entities do not fit: {text}", faults=faults)
        await database.write(lambda tx: merge_entities(tx, lists))
        return json_answer(await database.read(shown_entities))

    @routes.get("/entities")
    async def get() -> Response:
        """The inventory."""
        return json_answer(await database.read(shown_entities))

    return routes
