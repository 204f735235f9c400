"""Workflows: what is published, and the newest executions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.page.executions import ExecutionLine, execution_lines
from neops_dev_engine.page.forms.described import Described, described
from neops_dev_engine.page.rendering import Page, answer
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.workflows.definitions.records import get_definition, list_definitions
from neops_dev_engine.workflows.document import document_of, plan_of

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.storage import Database

_EXECUTIONS = 50
_EXECUTIONS_OF_ONE = 20


@dataclass(frozen=True, kw_only=True)
class WorkflowLine:
    """A workflow in its newest version; `earlier` are the others, the newest first."""

    id: str
    package: str
    name: str
    version: str
    description: str | None
    seed: str
    steps: int
    earlier: list[str]


@dataclass(frozen=True, kw_only=True)
class WorkflowStepLine:
    """A step of a workflow."""

    label: str
    depth: int
    kind: str
    description: str | None
    block: str | None


@dataclass(frozen=True, kw_only=True)
class WorkflowsPage(Page):
    """All workflows."""

    template: ClassVar[str] = "workflows"
    place: ClassVar[str] = "workflows"
    live: bool = True
    workflows: list[WorkflowLine]
    executions: list[ExecutionLine]


@dataclass(frozen=True, kw_only=True)
class WorkflowPage(Page):
    """One workflow."""

    template: ClassVar[str] = "workflow"
    place: ClassVar[str] = "workflows"
    live: bool = True
    line: WorkflowLine
    steps: list[WorkflowStepLine]
    parameters: list[Described]
    executions: list[ExecutionLine]


def router(database: Database) -> APIRouter:
    """The pages below ``/ui/workflows``."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui/workflows")
    async def workflows(request: Request) -> Response:
        """All workflows, and what was executed last."""
        return await answer(request, await database.read(_workflows))

    @routes.get("/ui/workflows/{package:segment}/{name:segment}/{version:segment}")
    async def workflow(request: Request, package: Segment, name: Segment, version: Segment) -> Response:
        """One workflow."""
        workflow_id = f"{package}/{name}:{version}"
        return await answer(request, await database.read(lambda db: _workflow(db, workflow_id)))

    return routes


def _workflows(db: sqlite3.Connection) -> WorkflowsPage:
    newest: dict[tuple[str, str], WorkflowLine] = {}
    for row in list_definitions(db):
        key = (row["package"], row["name"])
        before = newest.get(key)
        newest[key] = _line(row, [] if before is None else [before.id, *before.earlier])
    return WorkflowsPage(workflows=list(newest.values()), executions=execution_lines(db, limit=_EXECUTIONS))


def _workflow(db: sqlite3.Connection, workflow_id: str) -> WorkflowPage:
    row = get_definition(db, workflow_id, deleted=True)
    document = document_of(row["document"])
    return WorkflowPage(
        line=_line(row, []),
        steps=[
            WorkflowStepLine(
                label=station.step.label,
                depth=len(station.inside) - 1,
                kind=station.step.type,
                description=station.step.description,
                block=None if station.block is None else station.block.function_block,
            )
            for station in plan_of(document)[1:]
        ],
        parameters=described(document.parameter_schema or {}),
        executions=execution_lines(db, "workflow_id = ?", (workflow_id,), limit=_EXECUTIONS_OF_ONE),
    )


def _line(row: sqlite3.Row, earlier: list[str]) -> WorkflowLine:
    document = document_of(row["document"])
    return WorkflowLine(
        id=row["id"],
        package=row["package"],
        name=row["name"],
        version=row["id"].rpartition(":")[2],
        description=document.description,
        seed=document.seed_entity,
        steps=sum(station.block is not None for station in plan_of(document)),
        earlier=earlier,
    )
