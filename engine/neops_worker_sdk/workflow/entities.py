"""Entities that a block makes itself: with a temporary id, and a rule for those that exist already."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - pydantic reads it
from enum import StrEnum
from typing import Any, Self, get_args

from pydantic import Field, model_validator

from neops_worker_sdk.workflow.dto import (
    DeviceGroupTypeDto,
    DeviceTypeDto,
    EntityId,
    InterfaceState,
    InterfaceTypeDto,
)
from neops_worker_sdk.workflow.model import Dto
from neops_worker_sdk.workflow.parts import EntityReferenceDto, PlatformTypeDto
from neops_worker_sdk.workflow.temporary_ids import generate_temporary_id


class DeviceField(StrEnum):
    """Fields by which an existing device is recognised."""

    hostname = "hostname"
    ip = "ip"


class InterfaceField(StrEnum):
    """Fields by which an existing interface of a device is recognised."""

    name = "name"


class GroupField(StrEnum):
    """Fields by which an existing group is recognised."""

    name = "name"


class Created(Dto):
    """How to treat an entity that exists already.

    Attributes:
        skip_if_identifier_exists: create nothing if an entity with equal `identifier_fields` exists.
        identifier_fields: given if, and only if, existing entities are to be skipped.
    """

    skip_if_identifier_exists: bool
    identifier_fields: Sequence[str]

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if self.skip_if_identifier_exists and not self.identifier_fields:
            raise ValueError(
                "skip_if_identifier_exists=True needs identifier_fields: by what to recognise it"
            )
        if self.identifier_fields and not self.skip_if_identifier_exists:
            raise ValueError("identifier_fields are used with skip_if_identifier_exists=True only")
        return self


class Device(Created, DeviceTypeDto):
    """A device that this job creates."""

    id: EntityId = Field(default_factory=generate_temporary_id)
    identifier_fields: Sequence[DeviceField]


class Interface(Created, InterfaceTypeDto):
    """An interface that this job creates; its device may be a `DeviceReference`."""

    id: EntityId = Field(default_factory=generate_temporary_id)
    identifier_fields: Sequence[InterfaceField]

    @staticmethod
    def state_from_status(status: Any) -> str:
        """The state of an interface from a connection's status, such as ``up`` or ``error_disabled``.

        Raises:
            ValueError: the status is unknown.
        """
        name = str(getattr(status, "value", status) or "DOWN").upper()
        state = "DOWN" if name == "DISABLED" else name
        if state not in get_args(InterfaceState):
            raise ValueError(f"unknown interface status {status!r}: use up, down, disabled or error_disabled")
        return state


class DeviceGroup(Created, DeviceGroupTypeDto):
    """A group that this job creates."""

    id: EntityId = Field(default_factory=generate_temporary_id)
    identifier_fields: Sequence[GroupField]


class Platform(PlatformTypeDto):
    """A platform, for example ``Platform(short_name="srl")``."""


class DeviceReference(EntityReferenceDto):
    """Points at a device by id, hostname or address; also at one that this job creates."""

    hostname: str | None = None
    ip: str | None = None
