"""Database updates as they are sent: field names inside `data` and `path` are snake_case."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from neops_worker_sdk.workflow.model import Dto


class EntityType(StrEnum):
    """The kinds of entities that a block can change."""

    DEVICE = "device"
    INTERFACE = "interface"
    GROUP = "group"


class DbCreateDto(Dto):
    """A new entity under a temporary id; `identifier_fields` is left out of what is sent unless given."""

    operation: Literal["create"] = "create"
    entity: EntityType
    id: int
    data: dict[str, Any]
    identifier_fields: list[str] | None = None
    skip_if_identifier_exists: bool = False

    @model_serializer(mode="wrap")
    def _identifier_fields_if_given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = handler(self)
        if self.identifier_fields is None:
            return {k: v for k, v in dumped.items() if k not in ("identifier_fields", "identifierFields")}
        return dumped


class DbPatchDto(Dto):
    """A new value for a whole field of an entity."""

    operation: Literal["patch"] = "patch"
    entity: EntityType
    id: int
    path: str
    value: Any


class DbDeleteDto(Dto):
    """An entity that is to go."""

    operation: Literal["delete"] = "delete"
    entity: EntityType
    id: int


DbUpdateDto: TypeAlias = DbCreateDto | DbPatchDto | DbDeleteDto


class JobExecutionResultDbUpdatesDto(Dto):
    """The database updates of one job, in the order in which they are to be applied."""

    updates: list[Annotated[DbUpdateDto, Field(discriminator="operation")]]
