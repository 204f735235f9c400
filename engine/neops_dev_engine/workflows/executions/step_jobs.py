"""The execute jobs of a step: one for every entity in its scope, with parameters that fit the block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from neops_dev_engine.errors import InvalidParameters
from neops_dev_engine.parameters import complete, with_defaults
from neops_dev_engine.records.contexts import LISTS, add_context, entity_name
from neops_dev_engine.records.jobs import NewJob, create_job
from neops_dev_engine.records.secrets import MASK, without_secret_parameters
from neops_dev_engine.workflows.executions.scope import Subject
from neops_dev_engine.workflows.expressions import ExpressionError, interpolate

if TYPE_CHECKING:
    from collections.abc import Collection

    from neops_dev_engine.workflows.document import BlockStep
    from neops_dev_engine.workflows.executions.execution import Execution
    from neops_dev_engine.workflows.executions.registrations import Block
    from neops_dev_engine.workflows.executions.scope import Scope


class StepFailed(Exception):
    """A step cannot be run; the text says why."""


class Prepared(NamedTuple):
    """A job that can be created."""

    subject: Subject
    parameters: dict[str, Any]
    shown: dict[str, Any] | None


def prepare(execution: Execution, step: BlockStep, scope: Scope) -> list[Prepared]:
    """The jobs of a step for a seed; nothing is kept yet.

    Raises:
        StepFailed: the parameters cannot be evaluated, or do not fit the block.
    """
    block = execution.block_of(step.label)
    run_on = step.run_on or block.run_on
    subjects = (
        [Subject(run_on, entity) for entity in scope.entities[run_on]]
        if run_on in LISTS
        else [Subject(run_on, None)]
    )
    return [Prepared(subject, *_parameters(step, block, scope, subject)) for subject in subjects]


def create(execution: Execution, label: str, scope: Scope, jobs: list[Prepared]) -> int:
    """Keep the jobs of a step for a seed; the id of their context."""
    tx = execution.tx
    context_id = add_context(tx, {LISTS[kind]: entities for kind, entities in scope.entities.items()})
    for subject, parameters, shown in jobs:
        entity = subject.entity
        create_job(
            tx,
            NewJob(
                block_id=execution.block_of(label).id,
                context_id=context_id,
                parameters=parameters,
                parameters_shown=shown,
                type="execute",
                run_on=subject.kind,
                entity_id=None if entity is None else entity["id"],
                entity=None if entity is None else entity_name(entity),
                step_label=label,
                execution_id=execution.id,
                workflow_id=execution.workflow_id,
            ),
        )
    return context_id


def _parameters(
    step: BlockStep, block: Block, scope: Scope, subject: Subject
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What a job gets, and the same without secrets if there are any."""
    raw = step.raw_parameters or {}
    written = with_defaults({**(step.parameters or {}), **raw}, block.schema)
    templates = {key: value for key, value in written.items() if key not in raw}
    try:
        filled = interpolate(templates, scope.names(subject))
    except ExpressionError as error:
        raise StepFailed(f"parameters{_of(subject)}: {error}") from error
    secret = _shown(templates, filled, scope, subject)
    try:
        parameters = complete(written | filled, block.schema)
    except InvalidParameters as error:
        raise StepFailed(f"parameters{_of(subject)}: {_told(error, secret)}") from error
    shown = without_secret_parameters(parameters | secret, block.schema)
    return parameters, None if shown == parameters else shown


def _shown(
    templates: dict[str, Any], filled: dict[str, Any], scope: Scope, subject: Subject
) -> dict[str, Any]:
    """The parameters that are made of something secret, made of ``***`` instead."""
    if filled == templates:
        return {}
    try:
        shown: dict[str, Any] = interpolate(templates, scope.names(subject, shown=True))
    except ExpressionError:
        return {key: MASK for key in filled if filled[key] != templates[key]}
    return {key: value for key, value in shown.items() if value != filled[key]}


def _told(error: InvalidParameters, secret: Collection[str]) -> str:
    """What does not fit, without the values of those that are made of something secret."""
    told = []
    for fault in error.more["faults"]:
        name = fault["path"].partition(".")[0].partition("[")[0]
        told.append(f"{fault['path']}: {'does not fit the block' if name in secret else fault['message']}")
    return "; ".join(told)


def _of(subject: Subject) -> str:
    return "" if subject.entity is None else f" for {entity_name(subject.entity) or subject.entity['id']}"
