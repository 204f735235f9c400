"""Workers: they come, say that they live, and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.blackboard import JobStatus  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.clock import now
from neops_dev_engine.records.blocks import blocks_of
from neops_dev_engine.records.cleanup import clean_up
from neops_dev_engine.records.views import list_jobs
from neops_dev_engine.records.workers import (
    delete_worker,
    get_worker,
    list_workers,
    ping,
    register_worker,
    unregister,
    worker_view,
)

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database


class NewWorker(Body):
    """A worker that introduces itself."""

    version: Annotated[str, Field(max_length=200)]
    name: Annotated[str, Field(max_length=200)] | None = None
    ip_address: Annotated[str, Field(max_length=200)] | None = None


def router(database: Database, patience: Patience) -> APIRouter:
    """The endpoints below ``/workers``."""
    routes = APIRouter(prefix="/workers", tags=["workers"])
    _add_lists(routes, database, patience)
    _add_cleanup(routes, database, patience)
    _add_life(routes, database, patience)
    _add_details(routes, database)
    return routes


def _add_life(routes: APIRouter, database: Database, patience: Patience) -> None:
    @routes.post("/register", status_code=201)
    async def register(body: Annotated[NewWorker, Depends(body_of(NewWorker))]) -> Response:
        """Introduce a worker; the answer has its id for all later calls."""
        row = await database.write(lambda tx: register_worker(tx, body.version, body.name, body.ip_address))
        return json_answer(worker_view(row, patience, now()), 201)

    @routes.post("/{uuid:segment}/ping")
    async def ping_worker(uuid: Segment) -> Response:
        """Say that a worker lives; one that was offline is online again."""
        await database.write(lambda tx: ping(tx, uuid))
        return json_answer({"success": True})

    @routes.post("/{uuid:segment}/unregister")
    async def unregister_worker(uuid: Segment) -> Response:
        """Say good-bye; jobs that the worker still has are failed."""
        await database.write(lambda tx: unregister(tx, uuid))
        return json_answer({"success": True})

    @routes.delete("/{uuid:segment}", status_code=204)
    async def delete(uuid: Segment) -> Response:
        """Forget a worker; jobs that it still has are failed."""
        await database.write(lambda tx: delete_worker(tx, get_worker(tx, uuid)))
        return Response(status_code=204)


def _add_lists(routes: APIRouter, database: Database, patience: Patience) -> None:
    def view(row: sqlite3.Row) -> dict[str, Any]:
        return worker_view(row, patience, now())

    @routes.get("")
    async def workers(findDeleted: bool = False) -> Response:  # noqa: N803 - the API's name
        """All workers."""
        return json_answer(
            [view(row) for row in await database.read(lambda db: list_workers(db, deleted=findDeleted))]
        )

    @routes.get("/online")
    async def online_workers() -> Response:
        """The workers that get jobs."""
        views = [view(row) for row in await database.read(list_workers)]
        return json_answer([worker for worker in views if worker["state"] == "online"])

    @routes.get("/{uuid:segment}")
    async def worker(uuid: Segment, findDeleted: bool = False) -> Response:  # noqa: N803
        """One worker."""
        return json_answer(view(await database.read(lambda db: get_worker(db, uuid, deleted=findDeleted))))


def _add_cleanup(routes: APIRouter, database: Database, patience: Patience) -> None:
    @routes.post("/cleanup")
    async def cleanup() -> Response:
        """Do what is done regularly: fail jobs of offline workers and stuck ones, delete who is long gone."""
        return await _clean(all_offline=False)

    @routes.post("/cleanup-offline")
    async def cleanup_offline() -> Response:
        """The same, and delete every offline worker."""
        return await _clean(all_offline=True)

    async def _clean(*, all_offline: bool) -> Response:
        done = await database.write(lambda tx: clean_up(tx, patience, all_offline=all_offline))
        return json_answer({"cleanedUpWorkerIds": done.workers, "failedJobCount": done.failed_jobs})


def _add_details(routes: APIRouter, database: Database) -> None:
    @routes.get("/{uuid:segment}/function-blocks")
    async def function_blocks(uuid: Segment) -> Response:
        """The identifiers of the blocks that a worker serves."""

        def read(db: sqlite3.Connection) -> list[str]:
            get_worker(db, uuid, deleted=True)
            return blocks_of(db, uuid)

        return json_answer(await database.read(read))

    @routes.get("/{uuid:segment}/jobs")
    async def jobs(uuid: Segment, status: JobStatus | None = None) -> Response:
        """The jobs that a worker has or had."""

        def read(db: sqlite3.Connection) -> list[dict[str, Any]]:
            get_worker(db, uuid, deleted=True)
            return list_jobs(db, "jobs.worker_id = ?", (uuid,), status)

        return json_answer(await database.read(read))
