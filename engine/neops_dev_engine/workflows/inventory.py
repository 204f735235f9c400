"""`Inventory`: entities while a transaction works with them: read once, found by id, name or query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.records.entities import (
    delete_entity,
    get_entity,
    list_entities,
    next_id,
    put_entity,
)
from neops_dev_engine.workflows.queries import Subject, parse_query
from neops_dev_engine.workflows.relations import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction

    Entity = dict[str, Any]


class Inventory:
    """The entities as they are now."""

    def __init__(self, db: Reading) -> None:
        self._db = db
        self._kinds: dict[str, dict[int, Entity]] = {}
        self._single: dict[tuple[str, int], Entity | None] = {}
        self._found: dict[tuple[str, str], list[int]] = {}
        self._pins: dict[tuple[str, tuple[str, ...]], dict[Any, list[int]]] = {}
        self._belongings: dict[tuple[str, str], dict[int, set[int]]] = {}

    def all(self, kind: str) -> dict[int, Entity]:
        """The entities of a kind by id."""
        if kind not in self._kinds:
            self._kinds[kind] = {entity["id"]: entity for entity in list_entities(self._db, kind)}
        return self._kinds[kind]

    def get(self, kind: str, entity_id: int) -> Entity | None:
        """One entity; read alone, as long as nobody wants all of its kind."""
        if kind in self._kinds:
            return self._kinds[kind].get(entity_id)
        if (kind, entity_id) not in self._single:
            self._single[kind, entity_id] = get_entity(self._db, kind, entity_id)
        return self._single[kind, entity_id]

    def pick(self, kind: str, ids: list[int]) -> list[Entity]:
        """Some entities, in this order; those that are gone are left out."""
        found = (self.get(kind, entity_id) for entity_id in ids)
        return [entity for entity in found if entity is not None]

    def find(self, kind: str, query: str) -> list[int]:
        """The ids of the entities that a query means, in order.

        Raises:
            QueryError: it cannot be evaluated.
        """
        key = (kind, query)
        if key not in self._found:
            parsed = parse_query(query)
            known = self.all(kind)
            candidates = known if parsed.pinned is None else self._pinned(kind, *parsed.pinned)
            self._found[key] = [
                entity_id
                for entity_id in candidates
                if parsed.matches(Subject(kind, known[entity_id], self.get))
            ]
        return self._found[key]

    def _pinned(self, kind: str, field: tuple[str, ...], number: int) -> list[int]:
        """The ids of the entities whose field has a number: the same field is often asked for another one."""
        index = self._pins.get((kind, field))
        if index is None:
            index = self._pins[kind, field] = {}
            for entity_id, entity in self.all(kind).items():
                for value in set(Subject(kind, entity, self.get).values(field)):
                    index.setdefault(value, []).append(entity_id)
        return index.get(number, [])

    def belonging(self, kind: str, ids: Iterable[int], wanted: str) -> list[int]:
        """The ids of the entities of a kind that belong to others: one of the two refers to the other."""
        if kind == wanted:
            return sorted(set(ids) & self.all(kind).keys())
        if "device" not in (kind, wanted):
            return self.belonging("device", self.belonging(kind, ids, "device"), wanted)
        owned = self._owned(kind, wanted)
        return sorted({found for entity_id in ids for found in owned.get(entity_id, ())})

    def _owned(self, kind: str, wanted: str) -> dict[int, set[int]]:
        """For every entity of a kind, the ids of those of another kind that belong to it."""
        if (kind, wanted) not in self._belongings:
            owned = self._belongings[kind, wanted] = {}
            known = self.all(wanted)
            for entity_id, entity in self.all(kind).items():
                found = _referred_by(kind, entity, wanted)
                owned.setdefault(entity_id, set()).update(found & known.keys())
            for other_id, other in known.items():
                for entity_id in _referred_by(wanted, other, kind):
                    owned.setdefault(entity_id, set()).add(other_id)
        return self._belongings[kind, wanted]


class ChangingInventory(Inventory):
    """The entities while they are changed."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx)
        self._tx = tx
        self._indexes: dict[tuple[str, str], dict[Any, dict[int, None]]] = {}

    def next_id(self, kind: str) -> int:
        """An id that no entity of the kind has."""
        return next_id(self._tx, kind)

    def named(self, kind: str, field: str, value: Any) -> list[int]:
        """The ids of the entities whose field has this value."""
        index = self._indexes.get((kind, field))
        if index is None:
            index = self._indexes[kind, field] = {}
            for entity_id, entity in self.all(kind).items():
                _enter(index, entity.get(field), entity_id)
        return list(index.get(_key(value), ()))

    def put(self, kind: str, entity: Entity) -> None:
        """Keep an entity, in the place of what has its id."""
        self._forget(kind, entity["id"])
        put_entity(self._tx, kind, entity)
        self._know(kind, entity["id"], entity)
        for (indexed, field), index in self._indexes.items():
            if indexed == kind:
                _enter(index, entity.get(field), entity["id"])

    def delete(self, kind: str, entity_id: int) -> None:
        """Forget an entity."""
        self._forget(kind, entity_id)
        delete_entity(self._tx, kind, entity_id)
        self._know(kind, entity_id, None)

    def _know(self, kind: str, entity_id: int, entity: Entity | None) -> None:
        self._single[kind, entity_id] = entity
        if kind not in self._kinds:
            return
        if entity is None:
            self._kinds[kind].pop(entity_id, None)
        else:
            self._kinds[kind][entity_id] = entity

    def _forget(self, kind: str, entity_id: int) -> None:
        self._found.clear()
        self._pins.clear()
        self._belongings.clear()
        old = self.get(kind, entity_id)
        if old is not None:
            for (indexed, field), index in self._indexes.items():
                if indexed == kind:
                    index.get(_key(old.get(field)), {}).pop(entity_id, None)


def referred(value: Any) -> list[int]:
    """The ids in a reference, or in a list of them."""
    items = value if isinstance(value, list) else [value]
    return [item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), int)]


_PEERS = frozenset({"controller", "interface"})
"""References that mean somebody else, not what belongs together."""


def _referred_by(kind: str, entity: Mapping[str, Any], wanted: str) -> set[int]:
    return {
        entity_id
        for field, target in REFERENCES[kind].items()
        if target == wanted and field not in _PEERS
        for entity_id in referred(entity.get(field))
    }


def _key(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) else None


def _enter(index: dict[Any, dict[int, None]], value: Any, entity_id: int) -> None:
    if _key(value) is not None:
        index.setdefault(value, {})[entity_id] = None
