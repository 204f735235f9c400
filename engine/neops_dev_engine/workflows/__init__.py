"""Workflows: definitions that are published, and executions of them, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.workflows.definitions import api as definitions
from neops_dev_engine.workflows.document import workflow_schema
from neops_dev_engine.workflows.executions import api as executions
from neops_dev_engine.workflows.executions.conductor import conduct

if TYPE_CHECKING:
    from neops_dev_engine.storage import Database

__all__ = ["conduct", "router"]


def router(database: Database) -> APIRouter:
    """The endpoints of workflows. `conduct` must run beside them."""
    routes = APIRouter()

    @routes.get("/schema")
    async def schema() -> Response:
        """The JSON Schema of a workflow."""
        return json_answer(workflow_schema())

    routes.include_router(definitions.router(database))
    routes.include_router(executions.router(database))
    return routes
