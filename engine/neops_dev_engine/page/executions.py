"""Executions of workflows: where they are, step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.jsontext import loads
from neops_dev_engine.page.lines import JobLine, job_lines
from neops_dev_engine.page.outline import Node, outline
from neops_dev_engine.page.rendering import Page, answer
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.workflows.document import document_of, plan_of
from neops_dev_engine.workflows.executions.records import get_execution
from neops_dev_engine.workflows.executions.states import Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Database

_JOBS_PER_STEP = 100
_RUNS_PER_STEP = 100

_WORDS: dict[str, tuple[str, str]] = {
    Status.NEW: ("waiting", "new"),
    Status.VALID: ("waiting", "valid"),
    Status.BLOCKED_WAITING: ("waiting", "its condition does not hold yet"),
    Status.READY: ("waiting", "ready"),
    Status.RESOURCE_DISCOVERY: ("running", "asks which entities it needs"),
    Status.RESOURCES_DISCOVERED: ("running", "knows which entities it needs"),
    Status.SCHEDULED: ("waiting", "waits for locks"),
    Status.LOCKING: ("running", "locks its entities"),
    Status.LOCKED: ("running", "has locked its entities"),
    Status.RUNNING: ("running", "running"),
    Status.ERROR: ("failed", "a step failed"),
    Status.ROLLBACK: ("undone", "rolls back"),
    Status.COMPLETED: ("running", "keeps its results"),
    Status.FAILED_SAFE: ("failed", "failed, nothing was changed"),
    Status.FAILED_UNSAFE: ("failed", "failed, changes remain"),
    Status.COMPLETED_ACK: ("succeeded", "succeeded"),
    Status.FAILED_SAFE_ACK: ("failed", "failed, nothing was changed"),
    Status.FAILED_UNSAFE_ACK: ("failed", "failed, changes remain"),
}
"""The shape and the words for each state."""


@dataclass(frozen=True, kw_only=True)
class ExecutionLine:
    """An execution in short; moments in milliseconds."""

    seq: int
    id: str
    workflow_id: str
    shape: str
    words: str
    status: str
    reason: str | None
    note: str | None
    created: int
    started: int | None
    finished: int | None

    @property
    def name(self) -> str:
        """The name of its workflow, without package and version."""
        return self.workflow_id.rpartition(":")[0].rpartition("/")[2]

    @property
    def version(self) -> str:
        """The version of its workflow."""
        return self.workflow_id.rpartition(":")[2]


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """A step for one of the entities that a workflow was started for."""

    entity: str | None
    shape: str
    words: str
    note: str


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step, for all entities.

    Attributes:
        counts: how many of its runs are in each state.
        told: runs of which there is more to say than what their jobs do.
    """

    label: str
    depth: int
    kind: str
    description: str | None
    block: str | None
    shape: str
    words: str
    counts: dict[str, int]
    told: list[RunLine]
    jobs: list[JobLine]
    more_jobs: bool


@dataclass(frozen=True, kw_only=True)
class Transition:
    """An execution came into a state."""

    at: int
    status: str
    shape: str
    words: str
    note: str | None


@dataclass(frozen=True, kw_only=True)
class ExecutionPage(Page):
    """One execution."""

    template: ClassVar[str] = "execution"
    place: ClassVar[str] = "workflows"
    line: ExecutionLine
    seeds: list[str]
    seed_count: int
    steps: list[StepLine]
    transitions: list[Transition]
    parameters: Node


def execution_lines(
    db: Reading, condition: str = "1", arguments: Sequence[object] = (), *, limit: int
) -> list[ExecutionLine]:
    """The newest executions that meet an SQL condition."""
    rows = db.execute(
        "SELECT seq, id, workflow_id, status, reason, retry_note, created_at, started_at, finished_at"  # noqa: S608
        f" FROM executions WHERE {condition} ORDER BY seq DESC LIMIT ?",
        (*arguments, limit),
    )
    return [_line(row) for row in rows]


def router(database: Database) -> APIRouter:
    """The page of an execution."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get("/ui/executions/{execution_id:segment}")
    async def execution(request: Request, execution_id: Segment) -> Response:
        """One execution."""
        return await answer(request, await database.read(lambda db: _read(db, execution_id)))

    return routes


def _line(row: sqlite3.Row) -> ExecutionLine:
    shape, words = _WORDS.get(row["status"], ("unknown", row["status"]))
    return ExecutionLine(
        seq=row["seq"],
        id=row["id"],
        workflow_id=row["workflow_id"],
        shape=shape,
        words=words,
        status=row["status"],
        reason=row["reason"],
        note=row["retry_note"],
        created=row["created_at"],
        started=row["started_at"],
        finished=row["finished_at"],
    )


def _read(db: sqlite3.Connection, execution_id: str) -> ExecutionPage:
    row = get_execution(db, execution_id)
    (seed_count,) = db.execute("SELECT count(*) FROM seeds WHERE execution = ?", (row["seq"],)).fetchone()
    seeds = db.execute(
        "SELECT entity, entity_id FROM seeds WHERE execution = ? AND entity_id IS NOT NULL"
        " ORDER BY number LIMIT ?",
        (row["seq"], _RUNS_PER_STEP),
    )
    return ExecutionPage(
        live=row["finished_at"] is None,
        line=_line(row),
        seeds=[str(seed["entity"] or seed["entity_id"]) for seed in seeds],
        seed_count=seed_count,
        steps=_steps(db, row),
        transitions=_transitions(db, row["seq"]),
        parameters=outline(loads(row["parameters_shown"] or row["parameters"])),
    )


def _steps(db: Reading, row: sqlite3.Row) -> list[StepLine]:
    blocks: dict[str, str] = loads(row["blocks"] or "{}")
    steps = []
    for station in plan_of(document_of(row["document"]))[1:]:
        label = station.step.label
        counts = dict(
            db.execute(
                "SELECT status, count(*) FROM steps WHERE execution = ? AND position = ? GROUP BY status",
                (row["seq"], station.position),
            ).fetchall()
        )
        jobs = job_lines(
            db,
            "jobs.execution_id = ? AND jobs.step_label = ?",
            (row["id"], label),
            limit=_JOBS_PER_STEP + 1,
            order="failed",
        )
        reference = None if station.block is None else station.block.function_block
        steps.append(
            StepLine(
                label=label,
                depth=len(station.inside) - 1,
                kind=station.step.type,
                description=station.step.description,
                block=blocks.get(label) or reference,
                shape=(shape := _shape(Counter(counts))),
                words="rolled back" if shape == "undone" else shape,
                counts=counts,
                told=_told(db, row["seq"], station.position),
                jobs=jobs[:_JOBS_PER_STEP],
                more_jobs=len(jobs) > _JOBS_PER_STEP,
            )
        )
    return steps


def _shape(counts: Counter[str]) -> str:
    """The state of a step for all entities together."""
    for status, shape in (
        ("rollback_failed", "failed"),
        ("failed", "failed"),
        ("running", "running"),
        ("waiting", "waiting"),
        ("succeeded", "succeeded"),
        ("rolled_back", "undone"),
    ):
        if counts[status]:
            done = status == "waiting" and (counts["succeeded"] or counts["skipped"])
            return "running" if done else shape
    return "skipped" if counts["skipped"] else "waiting"


def _told(db: Reading, execution: int, position: int) -> list[RunLine]:
    rows = db.execute(
        "SELECT steps.status, steps.note, seeds.entity, seeds.entity_id FROM steps JOIN seeds"
        " ON seeds.execution = steps.execution AND seeds.number = steps.seed"
        " WHERE steps.execution = ? AND steps.position = ? AND steps.note IS NOT NULL"
        " ORDER BY steps.status = 'skipped', steps.seed LIMIT ?",
        (execution, position, _RUNS_PER_STEP),
    )
    return [
        RunLine(
            entity=row["entity"] or (None if row["entity_id"] is None else str(row["entity_id"])),
            shape=_shape(Counter([row["status"]])),
            words=str(row["status"]).replace("_", " "),
            note=row["note"],
        )
        for row in rows
    ]


def _transitions(db: Reading, execution: int) -> list[Transition]:
    rows = db.execute("SELECT * FROM transitions WHERE execution = ? ORDER BY number", (execution,))
    found = []
    for row in rows:
        shape, words = _WORDS.get(row["status"], ("unknown", ""))
        found.append(
            Transition(at=row["at"], status=row["status"], shape=shape, words=words, note=row["note"])
        )
    return found
