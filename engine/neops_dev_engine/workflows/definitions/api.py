"""The endpoints below ``/workflow-definition``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.workflows.definitions.publishing import Wish, override, publish, restore
from neops_dev_engine.workflows.definitions.records import (
    definition_view,
    get_definition,
    list_definitions,
    resolve_definition,
    set_deleted,
)

if TYPE_CHECKING:
    from neops_dev_engine.storage import Database, Transaction

FindDeleted = Annotated[bool, Query(alias="findDeleted")]


class Publication(Body):
    """A document to publish."""

    workflow: dict[str, Any]
    increment: bool | None = None
    dry_run: bool | None = None
    accept_bump: Any = None

    def wish(self) -> Wish:
        """The same in plain words."""
        return Wish(
            given=self.workflow,
            increment=bool(self.increment),
            dry_run=bool(self.dry_run),
            accept_bump=self.accept_bump,
        )


class OldPublication(Body):
    """A document to publish, as older clients send it."""

    workflow: dict[str, Any]
    force_override: bool | None = None

    def wish(self) -> Wish:
        """The same in plain words: the version need not say how much has changed."""
        return Wish(given=self.workflow, judged=False)


def router(database: Database) -> APIRouter:
    """The endpoints."""
    routes = APIRouter(prefix="/workflow-definition", tags=["workflow definitions"])

    @routes.post("/publish", status_code=201)
    async def publish_(body: Annotated[Publication, Depends(body_of(Publication))]) -> Response:
        """Publish a version; 200 if there is nothing new in it, or nothing was to be written."""
        done = await database.write(lambda tx: publish(tx, body.wish()))
        return json_answer(done.body, done.status)

    @routes.post("", status_code=201)
    async def create(body: Annotated[OldPublication, Depends(body_of(OldPublication))]) -> Response:
        """Publish a version, as older clients do; its id."""
        done = await database.write(lambda tx: publish(tx, body.wish()))
        return json_answer(done.body["id"], 201)

    @routes.post("/update", status_code=201)
    async def update(body: Annotated[OldPublication, Depends(body_of(OldPublication))]) -> Response:
        """The same; with ``forceOverride`` in the place of a published version."""

        def change(tx: Transaction) -> None:
            if body.force_override:
                override(tx, body.workflow)
            else:
                publish(tx, body.wish())

        await database.write(change)
        return json_answer(None, 201)

    @routes.post("/{definition_id:segment}/restore")
    async def restore_(definition_id: Segment) -> Response:
        """Bring a deleted definition back."""
        await database.write(lambda tx: restore(tx, definition_id))
        return json_answer(None)

    @routes.get("")
    async def definitions(find_deleted: FindDeleted = False) -> Response:
        """All definitions."""
        rows = await database.read(lambda db: list_definitions(db, deleted=find_deleted))
        return json_answer([definition_view(row) for row in rows])

    @routes.get("/find-by-semver/{semver:segment}")
    async def by_semver(semver: Segment) -> Response:
        """The highest version that a reference means."""
        return json_answer(definition_view(await database.read(lambda db: resolve_definition(db, semver))))

    @routes.get("/{definition_id:segment}")
    async def definition(definition_id: Segment) -> Response:
        """One definition."""
        return json_answer(definition_view(await database.read(lambda db: get_definition(db, definition_id))))

    @routes.delete("/{definition_id:segment}")
    async def delete(definition_id: Segment) -> Response:
        """Hide a definition; executions that run go on."""

        def change(tx: Transaction) -> None:
            get_definition(tx, definition_id)
            set_deleted(tx, definition_id, deleted=True)

        await database.write(change)
        return json_answer(None)

    return routes
