"""The page of the engine, below ``/ui``: what goes on, and forms to run blocks. Rendered on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.errors import NotFound
from neops_dev_engine.page import (
    assets,
    blocks,
    executions,
    job,
    jobs,
    login,
    overview,
    submissions,
    workers,
    workflows,
)
from neops_dev_engine.page.routes import PageRoute

if TYPE_CHECKING:
    from neops_dev_engine.api.access import Access
    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database

__all__ = ["router"]


def router(database: Database, patience: Patience, access: Access) -> APIRouter:
    """Everything below ``/ui``."""

    async def note_who(request: Request) -> None:
        """Templates offer to sign out where one had to sign in."""
        request.state.signed_in = access.needs_token

    routes = APIRouter(include_in_schema=False, dependencies=[Depends(note_who)])
    for part in (
        assets.router(),
        login.router(access),
        overview.router(database, patience),
        workers.router(database, patience),
        blocks.router(database, patience),
        jobs.router(database),
        job.router(database, patience),
        submissions.router(database, patience),
        workflows.router(database),
        executions.router(database),
        _elsewhere(),
    ):
        routes.include_router(part)
    return routes


def _elsewhere() -> APIRouter:
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui/{_:path}")
    async def elsewhere() -> Response:
        """A page that does not exist."""
        raise NotFound("the engine has no such page")

    return routes
