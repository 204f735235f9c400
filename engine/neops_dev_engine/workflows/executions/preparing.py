"""Before anything runs: are the blocks there, and may it start?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.errors import UnknownFunctionBlock
from neops_dev_engine.records.blocks import resolve_block
from neops_dev_engine.workflows.executions.records import add_steps
from neops_dev_engine.workflows.executions.results import Results
from neops_dev_engine.workflows.executions.scope import Scope
from neops_dev_engine.workflows.executions.states import Status
from neops_dev_engine.workflows.expressions import ExpressionError, condition_of

if TYPE_CHECKING:
    from neops_dev_engine.workflows.executions.execution import Execution

_LOOK_AGAIN = 5_000


def validate(execution: Execution) -> Status:
    """Find the version of its block that each step runs; it stays with it to the end."""
    blocks, missing = {}, []
    for station in execution.plan:
        if station.block is None:
            continue
        try:
            found = resolve_block(execution.tx, station.block.function_block)
        except UnknownFunctionBlock as error:
            missing.append(f"step {station.block.label}: {error.message}")
        else:
            blocks[station.block.label] = found["id"]
    labels = [(station.position, station.step.label) for station in execution.plan]
    add_steps(execution.tx, execution.seq, labels, len(execution.seeds))
    if missing:
        execution.failed("; ".join(missing))
        return Status.FAILED_SAFE
    execution.set_blocks(blocks)
    return Status.VALID


def start(execution: Execution) -> Status | None:
    """Wait until the workflow's condition holds for every seed."""
    why = _not_yet(execution)
    if why is None:
        execution.wake(None)
        execution.note_retry(None)
        return Status.READY
    execution.wake(execution.tx.now + _LOOK_AGAIN)
    execution.note_retry(why)
    return Status.BLOCKED_WAITING if execution.status is Status.VALID else None


def _not_yet(execution: Execution) -> str | None:
    root = execution.plan[0]
    if root.step.condition is None:
        return None
    text = root.step.condition.jmes
    for seed in execution.seeds:
        scope = Scope(execution, root, seed["number"], _only(execution, seed["entity_id"]), Results())
        try:
            if not condition_of(text).evaluate(scope.names()):
                return f"the condition {text!r} does not hold for {seed['entity'] or 'the execution'}"
        except ExpressionError as error:
            return f"the condition cannot be evaluated: {error}"
    return None


def _only(execution: Execution, entity_id: int | None) -> dict[str, list[int]]:
    return {} if entity_id is None else {execution.document.seed_entity: [entity_id]}
