"""The composition root: the application from its settings."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from neops_dev_engine import page, workflows
from neops_dev_engine.api import (
    about,
    blackboard,
    entities,
    events,
    function_blocks,
    submissions,
    workers,
)
from neops_dev_engine.api.access import Access
from neops_dev_engine.api.answers import error_answer, json_answer
from neops_dev_engine.api.door import Door
from neops_dev_engine.clock import now
from neops_dev_engine.errors import ApiError, InvalidBody
from neops_dev_engine.patience import Patience
from neops_dev_engine.records.entities import merge_entities
from neops_dev_engine.storage import Database
from neops_dev_engine.version import version
from neops_dev_engine.watch import watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from neops_dev_engine.settings import Settings


class Engine:
    """A running engine: what serves requests, and what it keeps.

    Attributes:
        app: the ASGI application.
        database: everything the engine knows.
    """

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self.app = app
        self.database = database


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Engine]:
    """An engine without a server, until the end of the block.

    Raises:
        DatabaseUnusable: the database file cannot be used.
    """
    database = Database(settings.database)
    try:
        if settings.entities:
            await database.write(lambda tx: merge_entities(tx, settings.entities))
        patience = Patience(settings.thresholds, now())
        access = Access(settings.host, settings.token)
        app = _application(database, patience, access)
        tasks = [
            asyncio.create_task(watch(database, patience), name="watch"),
            asyncio.create_task(workflows.conduct(database), name="conduct"),
        ]
        try:
            yield Engine(Door(app, access, settings.most_body), database)
        finally:
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
    finally:
        await database.aclose()


def _application(database: Database, patience: Patience, access: Access) -> FastAPI:
    app = FastAPI(
        title="neops development engine",
        version=version(),
        openapi_url=None,
        redirect_slashes=False,
    )
    app.add_exception_handler(ApiError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _bug)
    for router in (  # those that are asked most come first
        blackboard.router(database, patience),
        events.router(database),
        submissions.router(database),
        workers.router(database, patience),
        function_blocks.router(database, patience),
        entities.router(database),
        workflows.router(database),
        about.router(),
        page.router(database, patience, access),
    ):
        app.include_router(router)
    return app


async def _told(request: Request, error: Exception) -> Response:
    if isinstance(error, ApiError):
        return error_answer(error)
    if isinstance(error, RequestValidationError):
        faults = [
            {"path": ".".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in error.errors()
        ]
        text = "; ".join(f"{fault['path']}: {fault['message']}" for fault in faults)
        return error_answer(InvalidBody(f"the request does not fit: {text}", faults=faults))
    assert isinstance(error, HTTPException)
    what = f"{request.method} {request.url.path}"
    message = {404: f"there is no {what}", 405: f"{what} is not possible"}.get(
        error.status_code, error.detail
    )
    said = {"statusCode": error.status_code, "error": error.detail.replace(" ", ""), "message": message}
    return json_answer(said, error.status_code, error.headers)


async def _bug(request: Request, error: Exception) -> Response:
    what = f"{request.method} {request.url.path}"
    message = f"this is a bug of the engine: {type(error).__name__} in {what}"
    said = {"statusCode": 500, "error": "InternalError", "message": message}
    return json_answer(said | {"hint": "the engine's log has the details"}, 500)
