"""The small models that entities hold, named as in the engine's API."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads it
from typing import Any, Literal, TypeAlias

from neops_worker_sdk.workflow.model import Dto

CheckResult: TypeAlias = Literal["OK", "NOK", "FAILED"]


class EntityReferenceDto(Dto, defer_build=False):
    """Points at another entity.

    It is built at once: where a subclass may stand for it, pydantic before 2.14 serializes built models only.
    """

    id: int | None = None


BaseEntityDto = EntityReferenceDto  # what older versions of the API called it


class PlatformTypeDto(Dto, defer_build=False):
    """The operating system of a device; `short_name` is what everybody goes by. Built like references."""

    id: int | None = None
    name: str | None = None
    short_name: str | None = None
    vendor: str | None = None


class DeviceCheckTypeDto(Dto):
    """A check of a device."""

    id: int
    name: str | None = None
    description: str | None = None
    is_active: bool | None = None


class DeviceConfigTypeDto(Dto):
    """A stored version of a configuration."""

    id: int
    version: str | None = None
    config: str | None = None


class DeviceExecutionTypeDto(Dto):
    """An execution on a device."""

    id: int
    name: str | None = None
    status: str | None = None


class DeviceExecutionResultTypeDto(Dto):
    """What came of an execution."""

    id: int
    success: bool | None = None
    message: str | None = None


class DeviceFactTypeDto(Dto):
    """A fact about a device, with its own row in the database."""

    id: int
    name: str | None = None
    value: str | None = None


class DeviceGroupCheckTypeDto(Dto):
    """A check of a group; `group` is left as it came."""

    id: int
    created_at: datetime | None = None
    updated_at: datetime | None = None
    valid_till: datetime | None = None
    purge_at: datetime | None = None
    group: dict[str, Any] | None = None
    key: str | None = None
    reason: str | None = None
    result: CheckResult | None = None
    metrics: dict[str, Any] | None = None


class DeviceGroupFactTypeDto(Dto):
    """A fact about a group; `group` is left as it came."""

    id: int
    created_at: datetime | None = None
    updated_at: datetime | None = None
    valid_till: datetime | None = None
    purge_at: datetime | None = None
    group: dict[str, Any] | None = None
    key: str | None = None
    value: dict[str, Any] | None = None


class RoleDeviceGroupTypeDto(Dto):
    """What a role may do with a group; `device_group` is left as it came."""

    id: int
    created_at: datetime | None = None
    updated_at: datetime | None = None
    device_group: dict[str, Any] | None = None
    permission: int | None = None
    permission_flags: list[str] | None = None
    permission_all_flags: list[str] | None = None
