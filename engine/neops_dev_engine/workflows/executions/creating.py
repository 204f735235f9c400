"""An execution is checked before it is kept: its workflow, parameters and entities."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.errors import InvalidParameters
from neops_dev_engine.parameters import complete
from neops_dev_engine.records.contexts import LISTS, entity_name
from neops_dev_engine.records.secrets import without_secret_parameters
from neops_dev_engine.workflows.definitions.records import resolve_definition
from neops_dev_engine.workflows.document import document_of
from neops_dev_engine.workflows.errors import (
    ExecutionExists,
    InvalidExecution,
    InvalidQuery,
    UnknownEntity,
)
from neops_dev_engine.workflows.executions.records import NewExecution, add_execution
from neops_dev_engine.workflows.executions.states import Status
from neops_dev_engine.workflows.inventory import Inventory
from neops_dev_engine.workflows.queries import QueryError

if TYPE_CHECKING:
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_NUMBER = re.compile(r"[1-9][0-9]{0,15}\Z")
_SHOWN = 10
Seeds = list[tuple[int | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An execution as it was asked for.

    Attributes:
        workflow: reference.
        ids: of the entities, as numbers or numeric text.
        query: for further entities.
        parameters: of the workflow.
        execution_id: chosen by the caller.
    """

    workflow: str
    ids: list[Any]
    query: str | None
    parameters: dict[str, Any]
    execution_id: str | None


def create(tx: Transaction, wish: Wish) -> str:
    """Keep an execution; its id.

    Raises:
        UnknownWorkflow: there is no such workflow.
        InvalidExecution: parameters or entities do not fit; all faults are told.
        InvalidQuery: the query cannot be evaluated.
        UnknownEntity: some entities are not in the inventory.
        ExecutionExists: the id is taken.
    """
    definition = resolve_definition(tx, wish.workflow)
    document = document_of(definition["document"])
    execution_id = _id(tx, wish.execution_id)
    schema = document.parameter_schema or {}
    try:
        parameters = complete(wish.parameters, schema)
    except InvalidParameters as error:
        raise InvalidExecution(
            error.message, hint=f"the parameterSchema of {definition['id']} says what fits", **error.more
        ) from None
    shown = without_secret_parameters(parameters, schema)
    new = NewExecution(
        id=execution_id,
        workflow_id=definition["id"],
        document=definition["document"],
        parameters=parameters,
        parameters_shown=None if shown is parameters else shown,
        seeds=_seeds(tx, document.seed_entity, wish),
    )
    add_execution(tx, new, Status.NEW)
    return execution_id


def _id(db: Reading, wanted: str | None) -> str:
    if wanted is None:
        return str(uuid.uuid4())
    if not _ID.match(wanted):
        raise InvalidExecution(f"workflowExecutionId is {wanted[:100]!r}; a UUID would do")
    if db.execute("SELECT 1 FROM executions WHERE id = ?", (wanted,)).fetchone():
        raise ExecutionExists(f"there is an execution {wanted} already", hint="let the engine choose the id")
    return wanted


def _seeds(db: Reading, kind: str, wish: Wish) -> Seeds:
    """The entities that a workflow is started for, each once."""
    if kind not in LISTS:
        if wish.ids or wish.query:
            raise InvalidExecution(
                f"the workflow is {kind}: it is not started for entities", hint="send executeOnParameters: {}"
            )
        return [(None, None)]
    inventory = Inventory(db)
    ids = _numbers(wish.ids)
    unknown = [number for number in ids if inventory.get(kind, number) is None]
    if unknown:
        numbers = ", ".join(map(str, unknown[:_SHOWN]))
        raise UnknownEntity(
            f"the inventory has no {kind} {numbers}", hint="PUT /dev/entities adds to it", ids=unknown
        )
    if wish.query:
        try:
            ids += inventory.find(kind, wish.query)
        except QueryError as error:
            raise InvalidQuery(str(error)) from None
    if not ids:
        nothing = "the query finds none" if wish.query else "name some, in ids or by query"
        raise InvalidExecution(f"the workflow is started for {kind}s: {nothing}")
    entities = inventory.pick(kind, list(dict.fromkeys(ids)))
    return [(entity["id"], entity_name(entity)) for entity in entities]


def _numbers(ids: list[Any]) -> list[int]:
    numbers, faults = [], []
    for place, given in enumerate(ids):
        text = str(int(given)) if isinstance(given, float) and given.is_integer() else str(given)
        if isinstance(given, bool) or not _NUMBER.match(text):
            faults.append(
                {"path": f"executeOnParameters.ids[{place}]", "message": "must be the id of an entity"}
            )
        else:
            numbers.append(int(text))
    if faults:
        raise InvalidExecution("some ids are no ids of entities", faults=faults)
    return numbers
