"""Database updates: what jobs want to change in the inventory, applied as one unit."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso
from neops_dev_engine.entity_shapes import shape_faults
from neops_dev_engine.workflows.inventory import ChangingInventory, referred
from neops_dev_engine.workflows.merging import FREE_OBJECTS, merged
from neops_dev_engine.workflows.naming import ALLOWED, ENGINE_OWNED, KINDS, field_name, field_value
from neops_dev_engine.workflows.relations import NAMES, REFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from neops_dev_engine.storage import Transaction
    from neops_dev_engine.workflows.inventory import Entity

_OPERATIONS = ("create", "delete", "patch")


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
        self._before: dict[tuple[str, int], Entity] = {}
        self.faults: list[str] = []
        self._platforms: dict[Any, Entity] | None = None

    def delete(self, kind: str, entity_id: int) -> None:
        self.inventory.delete(kind, entity_id)
        self.deleted.add((kind, entity_id))
        if kind == "device":
            for interface in [*self.inventory.all("interface").values()]:
                if (interface.get("device") or {}).get("id") == entity_id:
                    self.delete("interface", interface["id"])

    def patched(self, kind: str, number: int, name: str, now: Entity, wanted: Any) -> Any:
        """The new value of a field: of `facts` and the like, what other jobs have changed is kept."""
        before = self._before.setdefault((kind, number), now)
        return merged(before.get(name), now.get(name), wanted) if name in FREE_OBJECTS else wanted

    def platform(self, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
        """A platform; without an id, the one with its short name that other devices have, or a new one."""
        given = {key: value for key, value in wanted.items() if value is not None}
        name = given.get("shortName") or given.get("name")
        if "id" in given or name is None:
            return given
        if self._platforms is None:
            devices = self.inventory.all("device").values()
            found = [device["platform"] for device in devices if isinstance(device.get("platform"), dict)]
            self._platforms = {platform.get("shortName"): {**platform} for platform in found}
        known = self._platforms
        if name not in known:
            highest = max((platform.get("id") or 0 for platform in known.values()), default=0)
            known[name] = {"id": highest + 1, "shortName": name, "name": name}
        known[name] |= given
        return known[name]


class _Batch:
    """The updates of one job."""

    def __init__(self, unit: _Unit) -> None:
        self._unit = unit
        self._inventory = unit.inventory
        self._ids: dict[tuple[str, int], int] = {}

    def apply(self, updates: Sequence[Any]) -> None:
        """Apply them, or note what is wrong."""
        known = [update for update in updates if self._is_known(update)]
        for update in known:
            if update["operation"] == "delete":
                self._unit.delete(update["entity"], self._id(update))
        created = [
            (kind, entity)
            for kind in KINDS
            for update in known
            if update["operation"] == "create" and update["entity"] == kind
            for entity in self._created(kind, update)
        ]
        for kind, entity in created:  # now everything that they may refer to is there
            references = {
                field: self._reference(kind, field, entity[field])
                for field in REFERENCES[kind]
                if field in entity
            }
            self._inventory.put(kind, entity | references)
        for update in known:
            if update["operation"] == "patch":
                self._patch(update["entity"], update)

    def _is_known(self, update: Any) -> bool:
        fault = None
        if not isinstance(update, dict) or update.get("operation") not in _OPERATIONS:
            fault = f"an update must have an operation of {', '.join(_OPERATIONS)}"
        elif update.get("entity") not in KINDS:
            fault = f"{update['operation']}: the entity must be one of {', '.join(KINDS)}"
        elif not _is_id(update.get("id")):
            fault = f"{update['operation']} of a {update['entity']}: the id must be a whole number"
        elif update["operation"] == "create" and not isinstance(update.get("data"), dict):
            fault = f"create of a {update['entity']}: data must be an object"
        elif update["operation"] == "patch" and not isinstance(update.get("path"), str):
            fault = f"patch of {update['entity']} {update['id']}: path must be the name of a field"
        if fault is not None:
            self._unit.faults.append(fault)
        return fault is None

    def _created(self, kind: str, update: Mapping[str, Any]) -> Iterator[Entity]:
        """Give a new entity its id and keep it, without its references; nothing if it exists already."""
        fields = {field_name(name): value for name, value in update["data"].items() if value is not None}
        entity = {
            name: self._value(kind, name, value) for name, value in fields.items() if name not in ENGINE_OWNED
        }
        if (
            kind == "interface" and "device" in entity
        ):  # interfaces come after the devices, and are told apart by them
            entity["device"] = self._reference(kind, "device", entity["device"])
        existing = self._existing(kind, update, entity)
        if existing is not None:
            self._ids[kind, self._id(update)] = existing
            return
        number = self._inventory.next_id(kind)
        self._ids[kind, self._id(update)] = number
        entity |= {"id": number, "createdAt": self._unit.now, "updatedAt": self._unit.now}
        later = REFERENCES[kind].keys() - {"device"}
        self._inventory.put(kind, {name: value for name, value in entity.items() if name not in later})
        yield entity

    def _existing(self, kind: str, update: Mapping[str, Any], entity: Entity) -> int | None:
        """The entity that makes a create superfluous."""
        if not update.get("skipIfIdentifierExists"):
            return None
        fields = [field_name(name) for name in update.get("identifierFields") or ()]
        if not fields or not set(fields) <= set(NAMES[kind]):
            self._unit.faults.append(
                f"create of a {kind}: identifierFields must be of {', '.join(NAMES[kind])}"
            )
            return None
        same = [set(self._inventory.named(kind, field, entity.get(field))) for field in fields]
        found = set.intersection(*same)
        if kind == "interface" and "device" in entity:
            device = referred(entity["device"])
            known = self._inventory.all(kind)
            found = {number for number in found if referred(known[number].get("device")) == device}
        return min(found, default=None)

    def _patch(self, kind: str, update: Mapping[str, Any]) -> None:
        number = self._ids.get((kind, self._id(update)), self._id(update))
        entity = self._inventory.get(kind, number)
        name = field_name(update["path"])
        if entity is None:
            if (kind, number) not in self._unit.deleted:
                self._unit.faults.append(f"patch of {kind} {number}: there is none with this id")
        elif "." in name:
            self._unit.faults.append(f"patch of {kind} {number}: {name} is not a field of its own")
        elif name not in ENGINE_OWNED:
            patched = {key: value for key, value in entity.items() if key != name}
            patched["updatedAt"] = self._unit.now
            if update.get("value") is not None:
                value = self._reference(kind, name, self._value(kind, name, update["value"]))
                patched[name] = self._unit.patched(kind, number, name, entity, value)
            self._inventory.put(kind, patched)

    def _value(self, kind: str, name: str, value: Any) -> Any:
        value = field_value(kind, name, value)
        allowed = ALLOWED.get((kind, name))
        if allowed is not None and value not in allowed:
            self._unit.faults.append(f"{name} of a {kind} must be one of {', '.join(allowed)}, not {value!r}")
        judged = allowed is not None or name in REFERENCES[kind]
        wrong = [] if judged else list(shape_faults(kind, {name: value}))
        self._unit.faults += [f"{fault.path} of a {kind} {fault.message}" for fault in wrong]
        if (kind, name) == ("device", "platform") and isinstance(value, dict) and not wrong:
            return self._unit.platform(value)
        return value

    def _reference(self, kind: str, field: str, value: Any) -> Any:
        """A reference, or a list of them, by id alone; other fields as they are."""
        target = REFERENCES[kind].get(field)
        if target is None:
            return value
        if isinstance(value, list):
            return [self._referred(target, item, f"{field} of a {kind}") for item in value]
        return self._referred(target, value, f"{field} of a {kind}")

    def _referred(self, target: str, reference: Any, whose: str) -> Any:
        if not isinstance(reference, dict):
            self._unit.faults.append(f"{whose} must be a reference, not {reference!r}")
            return reference
        given: Any = reference.get("id")
        if _is_id(given):
            return {"id": self._ids.get((target, int(given)), int(given))}
        for name in NAMES[target]:
            found = self._inventory.named(target, name, reference.get(name))
            if found:
                return {"id": found[0]}
        names = {name: reference[name] for name in NAMES[target] if reference.get(name) is not None}
        self._unit.faults.append(f"{whose}: there is no {target} with {names or 'an id or a name'}")
        return reference

    def _id(self, update: Mapping[str, Any]) -> int:
        return int(update["id"])


def _is_id(value: Any) -> bool:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and value >= 1


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
