"""Running: step by step, each for all seeds, until all are done or one has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.jsontext import loads
from neops_dev_engine.workflows.executions.records import (
    FAILED,
    RUNNING,
    SKIPPED,
    SUCCEEDED,
    WAITING,
    skip_inside,
    step_began,
    step_ended,
    steps_at,
)
from neops_dev_engine.workflows.executions.results import Results
from neops_dev_engine.workflows.executions.scope import Scope
from neops_dev_engine.workflows.executions.states import Status
from neops_dev_engine.workflows.executions.step_jobs import StepFailed, create, prepare
from neops_dev_engine.workflows.expressions import (
    ExpressionError,
    condition_of,
    interpolate,
    template_of,
    templates_in,
)
from neops_dev_engine.workflows.updates import InvalidUpdates, apply_updates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_dev_engine.workflows.document import Condition, Station
    from neops_dev_engine.workflows.executions.execution import Execution
    from neops_dev_engine.workflows.executions.records import StepRow

_SHOWN = 3


def begin(execution: Execution) -> Status:
    """Come to the first station, the workflow as a whole."""
    _arrive(execution, 0)
    return Status.RUNNING


def run(execution: Execution) -> Status | None:
    """Go on as far as possible without the result of a job."""
    while execution.position < len(execution.plan):
        if execution.wake_at is not None and execution.tx.now < execution.wake_at:
            return None
        station = execution.plan[execution.position]
        rows = steps_at(execution.tx, execution.seq, execution.position)
        waiting = [row for row in rows if row.status == WAITING]
        if waiting and not _start(execution, station, waiting):
            return Status.ERROR
        if execution.has_open_jobs():
            return None
        if not _conclude(execution, station, [row for row in rows if row.status == RUNNING]):
            return Status.ERROR
        _arrive(execution, execution.position + 1)
    return _finish(execution)


def _arrive(execution: Execution, position: int) -> None:
    """Come to a station, and wait there as long as it says, unless nothing is to be done."""
    delay = execution.plan[position].step.delay if position < len(execution.plan) else None
    if delay and any(row.status == WAITING for row in steps_at(execution.tx, execution.seq, position)):
        execution.arrive(position, execution.tx.now + round(delay * 1000))
    else:
        execution.arrive(position, None)


def _start(execution: Execution, station: Station, rows: list[StepRow]) -> bool:
    """Start a step for all seeds, or, if it fails for one, for none; whether it was started."""
    results = Results()
    results.read(execution.tx, execution.seq, execution.id, _names_in(execution, station))
    ready, faults = [], []
    for row in rows:
        scope = Scope(execution, station, row.seed, row.acquired, results)
        try:
            why_not = _skipped(station, scope)
            if why_not is not None:
                _skip(execution, station, row, why_not)
                continue
            jobs = [] if station.block is None else prepare(execution, station.block, scope)
        except StepFailed as error:
            faults.append(f"{error}{_whose(execution, row)}")
            _step_failed(execution, station, row, str(error))
        else:
            ready.append((row, scope, jobs))
    if faults:
        _failed(execution, station, faults)
        return False
    for row, scope, jobs in ready:
        if station.block is not None and not jobs:
            _skip(execution, station, row, "there is nothing for it to run on")
            continue
        if jobs:
            row.context_id = create(execution, station.step.label, scope, jobs)
        step_began(execution.tx, execution.seq, row)
    return True


def _skipped(station: Station, scope: Scope) -> str | None:
    """Why a step is left out.

    Raises:
        StepFailed: it must not run, or what it says of itself cannot be evaluated.
    """
    step = station.step
    if scope.seed.entity is None and scope.seed.kind in ("device", "interface", "group"):
        raise StepFailed(f"the {scope.seed.kind} is no longer in the inventory")
    names = scope.names()
    if step.condition is not None and station.position > 0 and not _holds(step.condition, names):
        return f"its condition {step.condition.jmes!r} does not hold"
    for condition in step.asserts or []:
        if not _holds(condition, names):
            raise StepFailed(condition.description or f"{condition.jmes!r} does not hold")
    if station.block is None:
        try:
            interpolate(step.parameters or {}, names)
        except ExpressionError as error:
            raise StepFailed(f"parameters: {error}") from error
    return None


def _holds(condition: Condition, names: dict[str, object]) -> bool:
    try:
        return bool(condition_of(condition.jmes).evaluate(names))
    except ExpressionError as error:
        raise StepFailed(str(error)) from error


def _skip(execution: Execution, station: Station, row: StepRow, why: str) -> None:
    """Leave out a step, and what is inside it."""
    row.status = SKIPPED
    inside = [other.position for other in execution.plan if station.position in other.inside]
    skip_inside(
        execution.tx, execution.seq, station.position, max(inside, default=station.position), row.seed, why
    )


def _conclude(execution: Execution, station: Station, rows: list[StepRow]) -> bool:
    """All jobs of a step are done: has it succeeded for all seeds?"""
    failed: dict[int, list[str]] = {}
    for context_id, entity, result in execution.tx.execute(
        "SELECT context_id, entity, result FROM jobs WHERE execution_id = ? AND type = 'execute'"
        " AND step_label = ? AND result_status = 'failed' ORDER BY seq",
        (execution.id, station.step.label),
    ):
        where = "" if entity is None else f"{entity}: "
        failed.setdefault(context_id, []).append(f"{where}{loads(result)['message']}")
    faults: list[str] = []
    for row in rows:
        messages = failed.get(row.context_id or 0, [])
        note = "; ".join(messages[:_SHOWN]) or None
        if messages:
            _step_failed(execution, station, row, note)
        else:
            step_ended(execution.tx, execution.seq, row, SUCCEEDED)
        faults += messages
    if faults:
        _failed(execution, station, faults)
    return not faults


def _step_failed(execution: Execution, station: Station, row: StepRow, why: str | None) -> None:
    """A step has failed, and with it the workflows that it stands in."""
    step_ended(execution.tx, execution.seq, row, FAILED, why)
    for position in station.inside:
        for outer in steps_at(execution.tx, execution.seq, position):
            if outer.seed == row.seed:
                note = f"step {station.step.label} failed"
                step_ended(execution.tx, execution.seq, outer, FAILED, note)


def _failed(execution: Execution, station: Station, faults: Sequence[str]) -> None:
    more = f", and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    what = f"step {station.step.label}" if station.position else "the workflow"
    execution.failed(f"{what} failed: {'; '.join(faults[:_SHOWN])}{more}")


def _finish(execution: Execution) -> Status:
    """Apply what the jobs want to change, in their order."""
    rows = execution.tx.execute(
        "SELECT updates FROM jobs WHERE execution_id = ? AND type = 'execute' AND result_status = 'success'"
        " AND updates IS NOT NULL ORDER BY seq",
        (execution.id,),
    ).fetchall()
    try:
        apply_updates(execution.tx, [loads(row["updates"]) for row in rows])
    except InvalidUpdates as error:
        execution.failed(f"the database updates cannot be applied: {error}")
        return Status.ERROR
    return Status.COMPLETED


def _names_in(execution: Execution, station: Station) -> set[str]:
    """The labels whose results the expressions of a step may look at."""
    everything = {other.step.label for other in execution.plan[: station.position]}
    expressions = [condition_of(condition.jmes) for condition in _conditions(station)]
    for position in (*station.inside, station.position):
        for _, text in templates_in(execution.plan[position].step.parameters):
            expressions += template_of(text).expressions
    if any(expression.whole or "steps" in expression.names for expression in expressions):
        return everything
    return {name for expression in expressions for name in expression.names & everything}


def _conditions(station: Station) -> list[Condition]:
    step = station.step
    return [*([] if step.condition is None else [step.condition]), *(step.asserts or [])]


def _whose(execution: Execution, row: StepRow) -> str:
    name = execution.seeds[row.seed]["entity"]
    return "" if name is None else f" ({name})"
