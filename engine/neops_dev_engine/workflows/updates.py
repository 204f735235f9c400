"""Database updates: what jobs want to change in the inventory, applied as one unit."""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso
from neops_dev_engine.entity_shapes import shape_faults
from neops_dev_engine.workflows.inventory import ChangingInventory, referred
from neops_dev_engine.workflows.merging import FREE_OBJECTS, merged
from neops_dev_engine.workflows.naming import ENGINE_OWNED, KINDS, field_value
from neops_dev_engine.workflows.platforms import Platforms
from neops_dev_engine.workflows.relations import NAMES, REFERENCES
from neops_dev_engine.workflows.update_forms import (
    Create,
    Delete,
    Patch,
    UpdateFault,
    a,
    is_id,
    read_update,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from neops_dev_engine.storage import Transaction
    from neops_dev_engine.workflows.inventory import Entity


class InvalidUpdates(ValueError):
    """Updates cannot be applied; nothing was. The text names all that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))


def apply_updates(tx: Transaction, batches: Iterable[Sequence[Any]]) -> None:
    """Apply the updates of jobs, a batch for each, in their order: all of them or none.

    Within a batch, deletes come first, then creates, then patches. A created entity may be referred to by its
    temporary id within its batch, a device everywhere by its hostname or address. What is patched after
    another job deleted it stays deleted. Of an object such as facts, the keys that a job has changed count.

    Raises:
        InvalidUpdates: something in them cannot be applied.
    """
    unit = _Unit(tx)
    with _all_or_nothing(tx):
        for batch in batches:
            _Batch(unit).apply(batch)
        if unit.faults:
            raise InvalidUpdates(unit.faults)


class _Unit:
    """All updates together."""

    def __init__(self, tx: Transaction) -> None:
        self.inventory = ChangingInventory(tx)
        self.now = iso(tx.now)
        self.deleted: set[tuple[str, int]] = set()
        self.faults: list[str] = []
        self._before: dict[tuple[str, int], Entity] = {}

    @cached_property
    def platforms(self) -> Platforms:
        """The platforms that devices have."""
        return Platforms(self.inventory.all("device").values())

    def delete(self, kind: str, number: int) -> None:
        """Take an entity away, and with a device its interfaces."""
        self.inventory.delete(kind, number)
        self.deleted.add((kind, number))
        if kind == "device":
            for interface in [*self.inventory.all("interface").values()]:
                if number in referred(interface.get("device")):
                    self.delete("interface", interface["id"])

    def patched(self, kind: str, number: int, name: str, now: Entity, wanted: Any) -> Any:
        """The new value of a field: of `facts` and the like, what other jobs have changed is kept."""
        before = self._before.setdefault((kind, number), now)
        return merged(before.get(name), now.get(name), wanted) if name in FREE_OBJECTS else wanted


class _Batch:
    """The updates of one job."""

    def __init__(self, unit: _Unit) -> None:
        self._unit = unit
        self._inventory = unit.inventory
        self._ids: dict[tuple[str, int], int] = {}

    def apply(self, given: Sequence[Any]) -> None:
        """Apply them, or note what is wrong."""
        updates: list[Create | Patch | Delete] = []
        for one in given:
            with self._noted():
                updates.append(read_update(one))
        for delete in (update for update in updates if isinstance(update, Delete)):
            self._unit.delete(delete.kind, delete.number)
        creates = [update for update in updates if isinstance(update, Create)]
        created: list[tuple[str, Entity]] = []
        for create in sorted(creates, key=lambda create: KINDS.index(create.kind)):
            with self._noted():
                created += self._created(create)
        for kind, entity in created:  # now everything that they may refer to is there
            with self._noted():
                references = {
                    field: self._reference(kind, field, entity[field])
                    for field in REFERENCES[kind]
                    if field in entity
                }
                self._inventory.put(kind, entity | references)
        for patch in (update for update in updates if isinstance(update, Patch)):
            with self._noted():
                self._patch(patch)

    @contextlib.contextmanager
    def _noted(self) -> Iterator[None]:
        """Note a fault and go on, so that all are told."""
        try:
            yield
        except UpdateFault as fault:
            self._unit.faults.append(str(fault))

    def _created(self, create: Create) -> Iterator[tuple[str, Entity]]:
        """Give a new entity its id and keep it, without its references; nothing if it exists already.

        Interfaces come after the devices, and are told apart by them.
        """
        kind = create.kind
        entity = {
            name: self._value(kind, name, value)
            for name, value in create.fields.items()
            if name not in ENGINE_OWNED
        }
        if kind == "interface" and "device" in entity:
            entity["device"] = self._reference(kind, "device", entity["device"])
        existing = self._existing(create, entity)
        if existing is not None:
            self._ids[kind, create.number] = existing
            return
        number = self._ids[kind, create.number] = self._inventory.next_id(kind)
        entity |= {"id": number, "createdAt": self._unit.now, "updatedAt": self._unit.now}
        later = REFERENCES[kind].keys() - {"device"}
        self._inventory.put(kind, {name: value for name, value in entity.items() if name not in later})
        yield kind, entity

    def _existing(self, create: Create, entity: Entity) -> int | None:
        """The entity that makes a create superfluous."""
        kind, fields = create.kind, create.identified_by
        if not fields:
            return None
        if not set(fields) <= set(NAMES[kind]):
            raise UpdateFault(f"create of {a(kind)}: identifierFields must be of {', '.join(NAMES[kind])}")
        same = [set(self._inventory.named(kind, field, entity.get(field))) for field in fields]
        found = set.intersection(*same)
        if kind == "interface" and "device" in entity:
            device, known = referred(entity["device"]), self._inventory.all(kind)
            found = {number for number in found if referred(known[number].get("device")) == device}
        return min(found, default=None)

    def _patch(self, patch: Patch) -> None:
        kind, name = patch.kind, patch.field
        number = self._ids.get((kind, patch.number), patch.number)
        entity = self._inventory.get(kind, number)
        if entity is None:
            if (kind, number) in self._unit.deleted:
                return
            raise UpdateFault(f"patch of {kind} {number}: there is none with this id")
        if name in ENGINE_OWNED:
            return
        patched = {key: value for key, value in entity.items() if key != name}
        patched["updatedAt"] = self._unit.now
        if patch.value is not None:
            value = self._reference(kind, name, self._value(kind, name, patch.value))
            patched[name] = self._unit.patched(kind, number, name, entity, value)
        self._inventory.put(kind, patched)

    def _value(self, kind: str, name: str, value: Any) -> Any:
        value = field_value(kind, name, value)
        wrong = [f"{fault.path} of {a(kind)} {fault.message}" for fault in shape_faults(kind, {name: value})]
        if wrong:
            raise UpdateFault("; ".join(wrong))
        return self._unit.platforms.get(value) if (kind, name) == ("device", "platform") else value

    def _reference(self, kind: str, field: str, value: Any) -> Any:
        """A reference, or a list of them, by id alone; other fields as they are."""
        target, whose = REFERENCES[kind].get(field), f"{field} of {a(kind)}"
        if target is None:
            return value
        if isinstance(value, list):
            return [self._referred(target, item, whose) for item in value]
        return self._referred(target, value, whose)

    def _referred(self, target: str, reference: Mapping[str, Any], whose: str) -> dict[str, int]:
        given = reference.get("id")
        if is_id(given):
            return {"id": self._ids.get((target, int(given)), int(given))}
        for name in NAMES[target]:
            found = self._inventory.named(target, name, reference.get(name))
            if found:
                return {"id": found[0]}
        names = {name: reference[name] for name in NAMES[target] if reference.get(name) is not None}
        raise UpdateFault(f"{whose}: there is no {target} with {names or 'an id or a name'}")


@contextlib.contextmanager
def _all_or_nothing(tx: Transaction) -> Iterator[None]:
    tx.execute("SAVEPOINT updates")
    try:
        yield
    except BaseException:
        tx.execute("ROLLBACK TO updates")
        raise
    finally:
        tx.execute("RELEASE updates")
