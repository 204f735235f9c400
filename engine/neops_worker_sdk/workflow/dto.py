"""The entities of a job, and its context."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads it
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, SerializeAsAny, ValidatorFunctionWrapHandler, WrapValidator

from neops_worker_sdk.workflow.client_objects import is_of_client
from neops_worker_sdk.workflow.model import Dto
from neops_worker_sdk.workflow.parts import (
    DeviceCheckTypeDto,
    DeviceConfigTypeDto,
    DeviceExecutionResultTypeDto,
    DeviceExecutionTypeDto,
    DeviceFactTypeDto,
    DeviceGroupCheckTypeDto,
    DeviceGroupFactTypeDto,
    EntityReferenceDto,
    PlatformTypeDto,
    RoleDeviceGroupTypeDto,
)

EntityId: TypeAlias = Annotated[int, Field(ge=1)]
Reference: TypeAlias = SerializeAsAny[EntityReferenceDto]
ConnectionState: TypeAlias = Literal["AUTHFAILURE", "NEW", "NOSSH", "OK", "UNREACHABLE"]
InterfaceState: TypeAlias = Literal["UP", "DOWN", "ADMINISTRATIVE_SHUTDOWN", "ERROR_DISABLED"]


class DeviceTypeDto(Dto):
    """A device; `connection_options` is JSON text, see `connection_options`."""

    id: EntityId
    hostname: str | None = None
    ip: str | None = None
    vendor: str | None = None
    model: str | None = None
    serial: str | None = None
    software_release: str | None = None
    username: str | None = None
    password: str | None = Field(default=None, repr=False)
    platform: SerializeAsAny[PlatformTypeDto] | None = None
    facts: dict[str, Any] | None = None
    fact_elements: list[DeviceFactTypeDto] | None = None
    checks: str | None = None
    check_elements: list[DeviceCheckTypeDto] | None = None
    current_configuration: str | None = None
    last_configuration: str | None = None
    config_versions: list[DeviceConfigTypeDto] | None = None
    connection_state: ConnectionState | None = None
    connection_options: str | None = Field(default=None, repr=False)
    external_reference: str | None = None
    controller: Reference | None = None
    devices: list[Reference] | None = None
    groups: list[Reference] | None = None
    interfaces: list[Reference] | None = None
    device_execution: list[DeviceExecutionTypeDto] | None = None
    device_execution_results: list[DeviceExecutionResultTypeDto] | None = None
    active_lock_counts: int | None = None
    group_count: int | None = None
    interface_count: int | None = None
    permission: int | None = None
    permission_flags: list[str] | None = None
    is_read_locked: bool | None = None
    is_write_locked: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    first_seen_at: datetime | None = None
    inventory_updated_at: datetime | None = None


class InterfaceTypeDto(Dto):
    """An interface of a device; `interface` is its peer."""

    id: EntityId
    name: str | None = None
    description: str | None = None
    name_sorting: str | None = None
    state: InterfaceState | None = None
    ifindex: int | None = None
    device: Reference | None = None
    interface: Reference | None = None
    facts: dict[str, Any] | None = None
    checks: dict[str, Any] | None = None
    check_elements: dict[str, Any] | None = None
    neighbor_for_deletion: dict[str, Any] | None = None
    fact_elements: list[dict[str, Any]] | None = None
    config_versions: list[dict[str, Any]] | None = None
    interface_execution_results: list[dict[str, Any]] | None = None
    clients: list[Reference] | None = None
    current_configuration: str | None = None
    last_configuration: str | None = None
    client_count: int | None = None
    permission: int | None = None
    permission_flags: list[str] | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


class DeviceGroupTypeDto(Dto):
    """A group of devices."""

    id: EntityId
    name: str | None = None
    description: str | None = None
    title: str | None = None
    facts: dict[str, Any] | None = None
    checks: dict[str, Any] | None = None
    location: dict[str, Any] | None = None
    devices: list[Reference] | None = None
    fact_elements: list[DeviceGroupFactTypeDto] | None = None
    check_elements: list[DeviceGroupCheckTypeDto] | None = None
    device_group_execution_results: list[DeviceExecutionResultTypeDto] | None = None
    role_permissions: list[RoleDeviceGroupTypeDto] | None = None
    active_lock_counts: int | None = None
    device_count: int | None = None
    permission: int | None = None
    permission_flags: list[str] | None = None
    is_read_locked: bool | None = None
    is_write_locked: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


def _or_of_client(name: str) -> WrapValidator:
    """Leave an object of the client's class as it is: who put it there may hold on to it."""

    def checked(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
        return value if is_of_client(value, name) else validate(value)

    return WrapValidator(checked)


class JobExecutionContextDto(Dto):
    """The entities that a job works with; objects of the published client's classes stay as they are."""

    devices: list[Annotated[DeviceTypeDto, _or_of_client("DeviceTypeDto")]]
    device_groups: list[Annotated[DeviceGroupTypeDto, _or_of_client("DeviceGroupTypeDto")]]
    interfaces: list[Annotated[InterfaceTypeDto, _or_of_client("InterfaceTypeDto")]]
