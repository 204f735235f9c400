"""Function blocks: registered by workers, looked up by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.blackboard import Whole  # noqa: TC001 - pydantic reads it
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.clock import now
from neops_dev_engine.parameters import check_schemas
from neops_dev_engine.records.blocks import (
    block_view,
    delete_block,
    get_block,
    list_blocks,
    register_block,
    workers_of,
)
from neops_dev_engine.records.workers import worker_view

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database

Name = Annotated[str, Field(pattern=r"^[^/:]+$", max_length=200)]


class Registration(Body):
    """A function block as a worker offers it."""

    name: Name
    package: Name
    major_version: Whole
    minor_version: Whole
    patch_version: Whole
    worker_id: str | None = None
    description: str
    run_on: str | None = None
    fb_type: Literal["configure", "facts", "check", "execute", "none"]
    markdown_help_text: str | None = None
    deprecated: bool | None = None
    parameter_json_schema: dict[str, Any]
    result_data_json_schema: dict[str, Any]
    is_idempotent: bool = False
    is_pure: bool = False
    reversible: bool = False

    def plain(self) -> dict[str, Any]:
        """The fields as the API shows them: all of them, none null, without the worker."""
        return self.model_dump(by_alias=True, exclude={"worker_id"}) | {
            "runOn": self.run_on or "",
            "markdownHelpText": self.markdown_help_text or "",
            "deprecated": bool(self.deprecated),
        }


def router(database: Database, patience: Patience) -> APIRouter:
    """The endpoints below ``/function-blocks``."""
    routes = APIRouter(prefix="/function-blocks", tags=["function blocks"])

    def registration_view(db: sqlite3.Connection, row: sqlite3.Row, *, workers: bool) -> dict[str, Any]:
        """One object for old clients, which read the block's fields, and new ones, which read it nested."""
        block = block_view(row)
        view = block | {"functionBlock": block}
        if workers:
            moment = now()
            view["workers"] = [worker_view(worker, patience, moment) for worker in workers_of(db, row["id"])]
        return view

    @routes.post("/register", status_code=201)
    async def register(body: Annotated[Registration, Depends(body_of(Registration))]) -> Response:
        """Offer a block; again, or by another worker too, is fine."""
        registration = body.plain()
        await database.read(lambda _: check_schemas(registration))
        await database.write(lambda tx: register_block(tx, registration, body.worker_id))
        return json_answer(None, 201)

    @routes.get("/registrations/list")
    async def registrations(findDeleted: bool = False, populateWorkers: bool = False) -> Response:  # noqa: N803
        """All blocks."""

        def read(db: sqlite3.Connection) -> list[dict[str, Any]]:
            rows = list_blocks(db, deleted=findDeleted)
            return [registration_view(db, row, workers=populateWorkers) for row in rows]

        return json_answer(await database.read(read))

    @routes.get("/registrations/{package:segment}/{name:segment}/{version:segment}")
    async def registration(package: Segment, name: Segment, version: Segment) -> Response:
        """One block, with the workers that serve it."""
        block_id = f"{package}/{name}:{version}"
        return json_answer(
            await database.read(lambda db: registration_view(db, get_block(db, block_id), workers=True))
        )

    @routes.get("/{package:segment}/{name:segment}/{version:segment}")
    async def block(package: Segment, name: Segment, version: Segment) -> Response:
        """One block."""
        block_id = f"{package}/{name}:{version}"
        return json_answer(
            await database.read(lambda db: registration_view(db, get_block(db, block_id), workers=False))
        )

    @routes.get("/{package:segment}/{name:segment}/{version:segment}/workers")
    async def workers(package: Segment, name: Segment, version: Segment) -> Response:
        """The workers that serve a block."""
        block_id = f"{package}/{name}:{version}"

        def read(db: sqlite3.Connection) -> list[sqlite3.Row]:
            return workers_of(db, get_block(db, block_id)["id"])

        return json_answer([worker_view(row, patience, now()) for row in await database.read(read)])

    @routes.delete("/{package:segment}/{name:segment}/{version:segment}")
    async def delete(package: Segment, name: Segment, version: Segment) -> Response:
        """Hide a block until it is registered again."""
        await database.write(lambda tx: delete_block(tx, f"{package}/{name}:{version}"))
        return json_answer(None)

    return routes
