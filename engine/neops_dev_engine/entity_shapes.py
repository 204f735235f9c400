"""Shapes of devices, groups and interfaces, as clients read them that take every field's type at its word.

Such a client refuses a whole answer for one field of the wrong type, and with it the jobs that were in it. So
nothing of another shape comes in. Fields that are not listed here are nobody's concern; all may be null.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Id = Annotated[int, Field(ge=1, lt=2**53)]
Text = str | None
Number = float | None
Flag = bool | None
Free = dict[str, Any] | None


def _iso(text: str) -> str:
    datetime.fromisoformat(text)
    return text


Moment = Annotated[str, AfterValidator(_iso)] | None


class _Shape(BaseModel):
    """Fields by their names on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, strict=True, extra="ignore")


class _Reference(_Shape):
    id: Id | None = None


class _Platform(_Shape):
    id: Id | None = None
    name: Text = None
    short_name: Text = None
    vendor: Text = None


class _Element(_Shape):
    """An element of a list that belongs to an entity: a fact, a check, a configuration, a result."""

    id: Id
    name: Text = None
    description: Text = None
    is_active: Flag = None
    version: Text = None
    config: Text = None
    status: Text = None
    success: Flag = None
    message: Text = None


class _DeviceFact(_Element):
    value: Text = None


class _GroupFact(_Element):
    key: Text = None
    value: Free = None
    created_at: Moment = None
    updated_at: Moment = None
    valid_till: Moment = None
    purge_at: Moment = None


class _GroupCheck(_Element):
    key: Text = None
    reason: Text = None
    result: Literal["OK", "NOK", "FAILED"] | None = None
    metrics: Free = None
    created_at: Moment = None
    updated_at: Moment = None
    valid_till: Moment = None
    purge_at: Moment = None


class _RoleGroup(_Shape):
    id: Id
    created_at: Moment = None
    updated_at: Moment = None
    permission: Number = None
    permission_flags: list[str] | None = None
    permission_all_flags: list[str] | None = None


class _Entity(_Shape):
    created_at: Moment = None
    updated_at: Moment = None
    deleted_at: Moment = None
    permission: Number = None
    permission_flags: list[str] | None = None
    id: Id | None = None
    facts: Free = None


class _Device(_Entity):
    hostname: Text = None
    ip: Text = None
    vendor: Text = None
    model: Text = None
    serial: Text = None
    software_release: Text = None
    username: Text = None
    password: Text = None
    platform: _Platform | None = None
    fact_elements: list[_DeviceFact] | None = None
    checks: Text = None
    check_elements: list[_Element] | None = None
    current_configuration: Text = None
    last_configuration: Text = None
    config_versions: list[_Element] | None = None
    connection_state: Literal["AUTHFAILURE", "NEW", "NOSSH", "OK", "UNREACHABLE"] | None = None
    connection_options: Text = None
    external_reference: Text = None
    controller: _Reference | None = None
    devices: list[_Reference] | None = None
    groups: list[_Reference] | None = None
    interfaces: list[_Reference] | None = None
    device_execution: list[_Element] | None = None
    device_execution_results: list[_Element] | None = None
    active_lock_counts: Number = None
    group_count: Number = None
    interface_count: Number = None
    is_read_locked: Flag = None
    is_write_locked: Flag = None
    first_seen_at: Moment = None
    inventory_updated_at: Moment = None


class _Interface(_Entity):
    name: Text = None
    description: Text = None
    name_sorting: Text = None
    state: Literal["UP", "DOWN", "ADMINISTRATIVE_SHUTDOWN", "ERROR_DISABLED"] | None = None
    ifindex: Number = None
    device: _Reference | None = None
    interface: _Reference | None = None
    checks: Free = None
    check_elements: Free = None
    neighbor_for_deletion: Free = None
    fact_elements: list[dict[str, Any]] | None = None
    config_versions: list[dict[str, Any]] | None = None
    interface_execution_results: list[dict[str, Any]] | None = None
    clients: list[_Reference] | None = None
    current_configuration: Text = None
    last_configuration: Text = None
    client_count: Number = None


class _Group(_Entity):
    name: Text = None
    description: Text = None
    title: Text = None
    checks: Free = None
    location: Free = None
    devices: list[_Reference] | None = None
    fact_elements: list[_GroupFact] | None = None
    check_elements: list[_GroupCheck] | None = None
    device_group_execution_results: list[_Element] | None = None
    role_permissions: list[_RoleGroup] | None = None
    active_lock_counts: Number = None
    device_count: Number = None
    is_read_locked: Flag = None
    is_write_locked: Flag = None


_SHAPES: dict[str, type[_Entity]] = {"device": _Device, "group": _Group, "interface": _Interface}


class ShapeFault(NamedTuple):
    """A field that is not what it must be: where, with dots between the names, and why."""

    path: str
    message: str


def shape_faults(kind: str, entity: Mapping[str, Any]) -> Iterator[ShapeFault]:
    """What is wrong with an entity of a kind (device, group, interface), or with some fields of one."""
    try:
        _SHAPES[kind].model_validate(entity)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            yield ShapeFault(".".join(map(str, fault["loc"])), _in_words(fault["type"], fault["msg"]))


def _in_words(kind: str, message: str) -> str:
    """What pydantic says, as the end of a sentence that begins with the field."""
    if kind in ("model_type", "dict_type"):
        return "must be an object"
    if kind == "value_error":
        return "must be a time as of ISO 8601"
    return message.replace("Input should be", "must be", 1)
