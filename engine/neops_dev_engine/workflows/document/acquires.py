"""Acquires: which entities a step needs. Written in a document, and given by the acquire jobs of blocks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, TypeAdapter

from neops_dev_engine.workflows.document.parts import Description, Label, Part

AcquiredKind = Literal["device", "interface", "group"]
_Count = Annotated[int, Field(ge=0)]


class _Acquire(Part):
    """What all acquires have."""

    entity: AcquiredKind
    assert_not_empty: bool | None = None
    description: Description | None = None


class ElasticAcquire(_Acquire):
    """What a query over the inventory finds."""

    type: Literal["elastic"]
    query: str
    limit: _Count | None = None


class ContextAcquire(_Acquire):
    """Of what is there already, what an expression accepts."""

    type: Literal["context"]
    filter: str | None = None


class ExpansionAcquire(_Acquire):
    """What belongs to an entity, such as the interfaces of a device."""

    type: Literal["expansion"]
    expand_from_seed_entity: bool


class ReferenceAcquire(_Acquire):
    """What another step has acquired."""

    type: Literal["reference"]
    label: Label


Acquire = Annotated[
    ElasticAcquire | ContextAcquire | ExpansionAcquire | ReferenceAcquire, Discriminator("type")
]
ACQUIRE_TYPES = frozenset({"elastic", "context", "expansion", "reference"})
_OF_JOBS: TypeAdapter[ElasticAcquire | ContextAcquire] = TypeAdapter(
    Annotated[ElasticAcquire | ContextAcquire, Discriminator("type")]
)


def acquire_of_job(given: Any) -> ElasticAcquire | ContextAcquire:
    """An acquire that the job of a block asks for.

    Raises:
        pydantic.ValidationError: it is none that a job may give.
    """
    return _OF_JOBS.validate_python(given)
