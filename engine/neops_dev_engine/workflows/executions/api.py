"""The endpoints below ``/workflow-execution``, and ``/dev/executions``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.long_poll import LONGEST, long_poll
from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.storage import topics
from neops_dev_engine.workflows.errors import UnknownState
from neops_dev_engine.workflows.executions.advancing import abort
from neops_dev_engine.workflows.executions.creating import Wish, create
from neops_dev_engine.workflows.executions.records import count_transitions, get_execution
from neops_dev_engine.workflows.executions.states import Status
from neops_dev_engine.workflows.executions.views import execution_details, execution_rows, execution_view

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.storage import Database, Transaction

After = Annotated[int | None, Query(ge=0)]
Wait = Annotated[float, Query(ge=0, le=LONGEST)]


class ExecuteOn(Body):
    """The entities to start a workflow for."""

    ids: list[Any] | None = None
    query: str | None = None


class NewExecution(Body):
    """A workflow to execute."""

    workflow: str
    execute_on_parameters: ExecuteOn
    parameters: dict[str, Any] | None = None
    workflow_execution_id: Annotated[str, Field(max_length=1000)] | None = None

    def wish(self) -> Wish:
        """The same in plain words."""
        on = self.execute_on_parameters
        return Wish(
            workflow=self.workflow,
            ids=on.ids or [],
            query=on.query or None,
            parameters=self.parameters or {},
            execution_id=self.workflow_execution_id,
        )


def router(database: Database) -> APIRouter:
    """The endpoints of the published API, and our own."""
    routes = APIRouter(tags=["workflow executions"])
    _add_published(routes, database)
    _add_own(routes, database)
    return routes


def _add_published(routes: APIRouter, database: Database) -> None:

    @routes.post("/workflow-execution", status_code=201)
    async def execute(body: Annotated[NewExecution, Depends(body_of(NewExecution))]) -> Response:
        """Start a workflow."""

        def start(tx: Transaction) -> dict[str, Any]:
            return execution_view(get_execution(tx, create(tx, body.wish())))

        return json_answer(await database.write(start), 201)

    @routes.get("/workflow-execution")
    async def executions() -> Response:
        """All executions, oldest first."""
        return await listed("1")

    @routes.get("/workflow-execution/active")
    async def active() -> Response:
        """Those that have not ended."""
        return await listed("finished_at IS NULL")

    @routes.get("/workflow-execution/state/{state:segment}")
    async def in_state(state: Segment) -> Response:
        """Those in a state, whose name may be written in either case."""
        known = [status.value for status in Status]
        if state.lower() not in known:
            raise UnknownState(f"there is no state {state}", hint=f"known: {', '.join(known)}")
        return await listed("status = ?", state.lower())

    @routes.get("/workflow-execution/id/{execution_id:segment}")
    async def execution(execution_id: Segment) -> Response:
        """One execution."""
        return json_answer(execution_view(await database.read(lambda db: get_execution(db, execution_id))))

    @routes.delete("/workflow-execution/{execution_id:segment}")
    async def abort_(execution_id: Segment) -> Response:
        """Abort an execution: no further job runs, and what running ones say comes too late."""
        await database.write(lambda tx: abort(tx, execution_id, "aborted"))
        return json_answer(f"execution {execution_id} is aborted")

    async def listed(condition: str, *arguments: Any) -> Response:
        rows = await database.read(lambda db: execution_rows(db, condition, arguments))
        return json_answer([execution_view(row) for row in rows])


def _add_own(routes: APIRouter, database: Database) -> None:
    @routes.get("/dev/executions/{execution_id:segment}")
    async def details(
        request: Request, execution_id: Segment, wait: Wait = 0, after: After = None
    ) -> Response:
        """An execution with its transitions, steps, jobs and results.

        With ``wait``, when it has ended, or with ``after`` when it has made more than so many transitions.
        """

        def read(db: sqlite3.Connection) -> dict[str, Any]:
            return execution_details(db, get_execution(db, execution_id))

        def is_there(db: sqlite3.Connection) -> bool:
            row = get_execution(db, execution_id)
            made = after is not None and count_transitions(db, row["seq"]) > after
            return made or row["finished_at"] is not None

        async def look() -> bool | None:
            return await database.read(is_there) or None

        if wait:
            await long_poll(request, database.changes, [topics.execution(execution_id)], look, wait)
        return json_answer(await database.read(read))
