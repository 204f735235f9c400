"""The difference between two states of the entities, as database updates in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from neops_worker_sdk.workflow.client_objects import is_of_client
from neops_worker_sdk.workflow.dto import DeviceGroupTypeDto, DeviceTypeDto, InterfaceTypeDto
from neops_worker_sdk.workflow.entities import Created, Device, DeviceGroup, Interface
from neops_worker_sdk.workflow.temporary_ids import generate_temporary_id
from neops_worker_sdk.workflow.updates import DbCreateDto, DbDeleteDto, DbPatchDto, DbUpdateDto, EntityType

__all__ = [
    "EXCLUDED_FIELDS",
    "DbUpdateDto",
    "EntityDto",
    "EntityType",
    "generate_db_updates",
    "generate_temporary_id",
    "lost_changes",
]

EntityDto: TypeAlias = DeviceTypeDto | InterfaceTypeDto | DeviceGroupTypeDto
Entities: TypeAlias = Mapping[EntityType, Sequence[EntityDto] | None]

EXCLUDED_FIELDS = frozenset(
    {
        "active_lock_counts",
        "client_count",
        "created_at",
        "deleted_at",
        "device_count",
        "first_seen_at",
        "group_count",
        "interface_count",
        "inventory_updated_at",
        "is_read_locked",
        "is_write_locked",
        "permission",
        "permission_flags",
        "role_permissions",
        "updated_at",
    }
)
_CLASSES: dict[EntityType, type[EntityDto]] = {
    EntityType.DEVICE: DeviceTypeDto,
    EntityType.INTERFACE: InterfaceTypeDto,
    EntityType.GROUP: DeviceGroupTypeDto,
}
_LISTS = {EntityType.DEVICE: "devices", EntityType.INTERFACE: "interfaces", EntityType.GROUP: "device_groups"}
_CREATION = frozenset(Created.model_fields)


def generate_db_updates(before: Entities, after: Entities) -> list[DbUpdateDto]:
    """What to change in the database to get from `before` to `after`.

    Devices first, then interfaces, then groups; of each, creates, deletes, patches; those in the order of
    the lists and of the fields. A patch replaces a whole field. A create leaves out nulls and what the
    engine alone writes. Of several new entities with one id the last counts.

    Raises:
        TypeError: a list holds something that is no entity of its kind.
        ValueError: a field holds something that JSON cannot.
    """
    updates: list[DbUpdateDto] = []
    for kind in _CLASSES:
        old, new = _by_id(kind, before.get(kind)), _by_id(kind, after.get(kind))
        updates += [_create(kind, entity) for id_, entity in new.items() if id_ not in old]
        updates += [DbDeleteDto(entity=kind, id=id_) for id_ in old if id_ not in new]
        updates += [
            DbPatchDto(entity=kind, id=id_, path=path, value=value)
            for id_, entity in new.items()
            if id_ in old
            for path, value in _changed(kind, old[id_], entity)
            if path not in EXCLUDED_FIELDS
        ]
    return updates


def lost_changes(before: Entities, after: Entities) -> list[str]:
    """A sentence for every change that `generate_db_updates` leaves out."""
    lost = []
    for kind in _CLASSES:
        listed = [entity.id for entity in after.get(kind) or ()]
        old, new = _by_id(kind, before.get(kind)), _by_id(kind, after.get(kind))
        lost += [
            f"{listed.count(id_)} {_LISTS[kind]} have the id {id_}: only the last one counts"
            for id_ in new
            if listed.count(id_) > 1
        ]
        for id_, entity in new.items():
            lost += [
                f"the change of {path} of {kind} {id_} is not sent: only the engine writes this field"
                for path, _ in (_changed(kind, old[id_], entity) if id_ in old else ())
                if path in EXCLUDED_FIELDS
            ]
    return lost


def _by_id(kind: EntityType, entities: Sequence[EntityDto] | None) -> dict[int, EntityDto]:
    ours = [_ours(kind, index, entity) for index, entity in enumerate(entities or ())]
    return {entity.id: entity for entity in ours}


def _ours(kind: EntityType, index: int, entity: object) -> EntityDto:
    expected = _CLASSES[kind]
    if isinstance(entity, expected):
        return entity
    if is_of_client(entity, expected.__name__):
        return expected.model_validate(entity)
    raise TypeError(
        f"context.{_LISTS[kind]}[{index}] is an object of type {type(entity).__name__}: put a "
        f"{_maker(kind)} from neops_worker_sdk.workflow there"
    )


def _maker(kind: EntityType) -> str:
    return {EntityType.DEVICE: "Device", EntityType.INTERFACE: "Interface"}.get(kind, "DeviceGroup")


def _create(kind: EntityType, entity: EntityDto) -> DbCreateDto:
    data = _dump(kind, entity, exclude=EXCLUDED_FIELDS | _CREATION, exclude_none=True)
    if not isinstance(entity, Device | Interface | DeviceGroup):
        return DbCreateDto(entity=kind, id=entity.id, data=data)
    return DbCreateDto(
        entity=kind,
        id=entity.id,
        data=data,
        identifier_fields=[str(field) for field in entity.identifier_fields] or None,
        skip_if_identifier_exists=entity.skip_if_identifier_exists,
    )


def _changed(kind: EntityType, old: EntityDto, new: EntityDto) -> Iterator[tuple[str, Any]]:
    if _same(old, new):
        return
    before, after = _dump(kind, old), _dump(kind, new)
    for path in _CLASSES[kind].model_fields:
        if path != "id" and _text(before[path]) != _text(after[path]):
            yield path, after[path]


def _same(old: EntityDto, new: EntityDto) -> bool:
    """A quick look: most entities of a job are not touched by its block."""
    try:
        return old.model_dump_json(warnings=False) == new.model_dump_json(warnings=False)
    except ValueError:
        return False


def _dump(kind: EntityType, entity: EntityDto, **how: Any) -> dict[str, Any]:
    try:
        return entity.model_dump(mode="json", warnings=False, **how)
    except ValueError as error:
        raise ValueError(f"{kind} {entity.id} holds a value that cannot be sent as JSON: {error}") from error


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
