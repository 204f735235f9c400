"""A package that looks like the published client, as far as its classes matter to us; tests give it that name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, validate_assignment=True)

    def to_dict(self):
        return self.model_dump(by_alias=True, exclude_none=True)


class PlatformTypeDto(Model):
    id: int | None = None
    short_name: str | None = None


class EntityReferenceDto(Model):
    id: int | None = None


class DeviceTypeDto(Model):
    id: int
    hostname: str | None = None
    software_release: str | None = None
    platform: PlatformTypeDto | None = None


class InterfaceTypeDto(Model):
    id: int
    name: str | None = None
    device: EntityReferenceDto | None = None


class DeviceGroupTypeDto(Model):
    id: int
    name: str | None = None


class JobExecutionContextDto(Model):
    devices: list[DeviceTypeDto]
    device_groups: list[DeviceGroupTypeDto]
    interfaces: list[InterfaceTypeDto]


class EntityType(StrEnum):
    DEVICE = "device"


class EntityAcquireByElasticQueryLimit(BaseModel):
    actual_instance: Any = None


class EntityAcquireByElasticQuery(Model):
    type: str
    entity: EntityType
    query: str
    limit: EntityAcquireByElasticQueryLimit | None = None

    def to_dict(self):
        return super().to_dict() | ({"limit": self.limit.actual_instance} if self.limit else {})


class EntityAcquireByExpansion(Model):
    type: str
    entity: EntityType
    expand_from_seed_entity: bool
