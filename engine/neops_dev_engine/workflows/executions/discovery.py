"""Resource discovery: blocks say what they need, and every step gets the entities it works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from neops_dev_engine.jsontext import loads_or_none
from neops_dev_engine.records.contexts import LISTS, add_context
from neops_dev_engine.records.jobs import NewJob, create_job
from neops_dev_engine.records.secrets import without_secret_parameters
from neops_dev_engine.workflows.document.acquires import acquire_of_job
from neops_dev_engine.workflows.executions.acquiring import AcquireError, Acquirer
from neops_dev_engine.workflows.executions.records import set_acquired
from neops_dev_engine.workflows.executions.scope import early_parameters
from neops_dev_engine.workflows.executions.states import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_dev_engine.workflows.document import Acquire, Station
    from neops_dev_engine.workflows.executions.execution import Execution
    from neops_dev_engine.workflows.executions.records import Ids

_SHOWN = 3


def discover(execution: Execution) -> Status:
    """Create the acquire jobs: one for every step that runs a block and every seed."""
    tx, kind = execution.tx, execution.document.seed_entity
    new = [(station, *_parameters(execution, station)) for station in execution.plan if station.block]
    for seed in execution.seeds:
        entity_id = seed["entity_id"]
        entities = [] if entity_id is None else execution.inventory.pick(kind, [entity_id])
        context_id = add_context(tx, {LISTS[kind]: entities} if kind in LISTS else {})
        tx.execute(
            "UPDATE seeds SET context_id = ? WHERE execution = ? AND number = ?",
            (context_id, execution.seq, seed["number"]),
        )
        for station, parameters, shown in new:
            create_job(
                tx,
                NewJob(
                    block_id=execution.block_of(station.step.label).id,
                    context_id=context_id,
                    parameters=parameters,
                    parameters_shown=shown,
                    type="acquire",
                    run_on=kind,
                    entity_id=entity_id if entities else None,
                    entity=seed["entity"],
                    step_label=station.step.label,
                    execution_id=execution.id,
                    workflow_id=execution.workflow_id,
                ),
            )
    return Status.RESOURCE_DISCOVERY


def await_discovery(execution: Execution) -> Status | None:
    """Wait for the acquire jobs."""
    if execution.has_open_jobs():
        return None
    failed = execution.tx.execute(
        "SELECT step_label, entity, result FROM jobs WHERE execution_id = ? AND type = 'acquire'"
        " AND result_status = 'failed' ORDER BY seq LIMIT ?",
        (execution.id, _SHOWN),
    ).fetchall()
    if not failed:
        return Status.RESOURCES_DISCOVERED
    execution.failed(
        "; ".join(
            f"the acquire job of step {row['step_label']} failed{_whose(row['entity'])}:"
            f" {loads_or_none(row['result'])['message']}"
            for row in failed
        )
    )
    return Status.ERROR


def schedule(execution: Execution) -> Status:
    """Resolve all acquires, and say which entities are to be locked."""
    asked = _asked_by_jobs(execution)
    resolved: list[tuple[int, int, Ids]] = []
    for seed in execution.seeds:
        try:
            found = _of_seed(execution, seed["number"], asked)
        except AcquireError as error:
            execution.failed(f"{error}{_whose(seed['entity'])}")
            return Status.ERROR
        resolved += [(position, seed["number"], ids) for position, ids in enumerate(found)]
    set_acquired(execution.tx, execution.seq, resolved)
    wanted = {(kind, number) for _, _, ids in resolved for kind in ids for number in ids[kind]}
    execution.tx.execute_many(
        "INSERT INTO locks (kind, entity_id, execution, held) VALUES (?, ?, ?, 0)",
        [(kind, number, execution.seq) for kind, number in sorted(wanted)],
    )
    return Status.SCHEDULED


def _of_seed(execution: Execution, seed: int, asked: dict[tuple[str, int], list[Any]]) -> list[Ids]:
    """The entities of every station for a seed; a station starts with those of the workflow around it."""
    acquirer = Acquirer(execution, seed)
    found: list[Ids] = []
    for station in execution.plan:
        inherited = found[station.inside[-1]] if station.inside else acquirer.seed_ids
        acquires = list(_acquires(station, asked.get((station.step.label, seed), [])))
        found.append(acquirer.acquire(station, inherited, acquires))
    return found


def _acquires(station: Station, asked: list[Any]) -> Iterator[Acquire]:
    yield from station.step.acquire or []
    for given in asked:
        try:
            yield acquire_of_job(given)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            raise AcquireError(
                f"step {station.step.label}: its block gave an acquire that is none: {fault['msg']}"
            ) from None


def _asked_by_jobs(execution: Execution) -> dict[tuple[str, int], list[Any]]:
    """What the acquire jobs gave, by label and seed."""
    rows = execution.tx.execute(
        "SELECT step_label, number, acquires FROM jobs JOIN seeds ON seeds.execution = ?"
        " AND seeds.context_id = jobs.context_id"
        " WHERE execution_id = ? AND type = 'acquire' AND acquires IS NOT NULL ORDER BY jobs.seq",
        (execution.seq, execution.id),
    )
    return {(row["step_label"], row["number"]): loads_or_none(row["acquires"]) or [] for row in rows}


def _parameters(execution: Execution, station: Station) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Parameters of an acquire job, and without secrets if there are any."""
    parameters = early_parameters(execution, station)
    shown = early_parameters(execution, station, shown=True)
    schema = execution.block_of(station.step.label).schema
    shown = without_secret_parameters(shown, schema)
    return parameters, None if shown == parameters else shown


def _whose(entity: str | None) -> str:
    return "" if entity is None else f", for {entity}"
