"""What a block can ask the engine to fetch and lock before its job."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, RootModel, SerializerFunctionWrapHandler, model_serializer, model_validator

from neops_worker_sdk.workflow.client_objects import is_of_client
from neops_worker_sdk.workflow.model import Dto

AcquiredEntity: TypeAlias = Literal["global", "device", "interface", "group", "client"]


class EntityKind(StrEnum):
    """What jobs run on and acquires name, for those who prefer members to texts."""

    GLOBAL = "global"
    DEVICE = "device"
    INTERFACE = "interface"
    GROUP = "group"
    CLIENT = "client"


class _Acquire(Dto):
    entity: AcquiredEntity
    assert_not_empty: bool | None = None
    description: str | None = None

    @model_serializer(mode="wrap")
    def _without_nulls(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}


class EntityAcquireByElasticQueryLimit(RootModel[int | float | str]):
    """How many entities a query may give: a number, or a template for one."""

    @model_validator(mode="before")
    @classmethod
    def _taken_from_client(cls, value: Any) -> Any:
        return value.actual_instance if is_of_client(value, cls.__name__) else value


class EntityAcquireByElasticQuery(_Acquire):
    """The entities that a query in Elasticsearch's query string syntax finds."""

    type: Literal["elastic"] = "elastic"
    query: str
    limit: int | float | str | EntityAcquireByElasticQueryLimit | None = None


class EntityAcquireContext(_Acquire):
    """Entities of the workflow's context, filtered by a JMESPath expression."""

    type: Literal["context"] = "context"
    filter: str | None = None


class EntityAcquireByExpansion(_Acquire):
    """Entities that belong to the seed entity; engines take it in workflow steps, not from a block."""

    type: Literal["expansion"] = "expansion"
    expand_from_seed_entity: bool


class EntityAcquireReference(_Acquire):
    """What another step acquired; engines take it in workflow steps, not from a block."""

    type: Literal["reference"] = "reference"
    label: str


EntityAcquire: TypeAlias = (
    EntityAcquireByElasticQuery | EntityAcquireContext | EntityAcquireByExpansion | EntityAcquireReference
)
AnyAcquire: TypeAlias = Annotated[EntityAcquire, Field(discriminator="type")]
