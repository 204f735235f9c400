"""The inventory: devices, groups and interfaces that workflows work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import dumps, loads
from neops_dev_engine.records.contexts import LISTS
from neops_dev_engine.records.secrets import MASK, shown_device

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction


def list_entities(db: Reading, kind: str) -> list[dict[str, Any]]:
    """The entities of a kind (device, group, interface) by id, with their secrets."""
    rows = db.execute("SELECT body FROM entities WHERE kind = ? ORDER BY id", (kind,))
    return [loads(row["body"]) for row in rows]


def get_entity(db: Reading, kind: str, entity_id: int) -> dict[str, Any] | None:
    """One entity, with its secrets."""
    row = db.execute("SELECT body FROM entities WHERE kind = ? AND id = ?", (kind, entity_id)).fetchone()
    return None if row is None else loads(row["body"])


def put_entity(tx: Transaction, kind: str, entity: dict[str, Any]) -> None:
    """Keep an entity, in the place of what has its id."""
    tx.execute("INSERT OR REPLACE INTO entities VALUES (?, ?, ?)", (kind, entity["id"], dumps(entity)))


def delete_entity(tx: Transaction, kind: str, entity_id: int) -> None:
    """Forget an entity."""
    tx.execute("DELETE FROM entities WHERE kind = ? AND id = ?", (kind, entity_id))


def next_id(db: Reading, kind: str) -> int:
    """An id that no entity of the kind has."""
    (highest,) = db.execute("SELECT max(id) FROM entities WHERE kind = ?", (kind,)).fetchone()
    return int(highest or 0) + 1


def merge_entities(tx: Transaction, lists: Mapping[str, list[dict[str, Any]]]) -> None:
    """Merge the lists of a context into the inventory, by id or, without one, by name.

    A secret that is given as it is shown (``***``) stays as it was.
    """
    for kind, name in LISTS.items():
        for given in lists.get(name) or []:
            known = _known(tx, kind, given)
            fresh = {key: value for key, value in given.items() if value != MASK}
            merged = (known or {}) | fresh
            merged.setdefault("id", next_id(tx, kind))
            put_entity(tx, kind, merged)


def shown_entities(db: Reading) -> dict[str, Any]:
    """The inventory without secrets, as the lists of a context."""
    shown = {name: list_entities(db, kind) for kind, name in LISTS.items()}
    return shown | {"devices": [shown_device(device) for device in shown["devices"]]}


def _known(db: Reading, kind: str, given: dict[str, Any]) -> dict[str, Any] | None:
    if given.get("id") is not None:
        return get_entity(db, kind, given["id"])
    key = "hostname" if kind == "device" else "name"
    wanted = given.get(key)
    if wanted is None:
        return None
    return next((entity for entity in list_entities(db, kind) if _same(entity, given, key)), None)


def _same(entity: dict[str, Any], given: dict[str, Any], key: str) -> bool:
    device = given.get("device")
    return entity.get(key) == given[key] and (device is None or entity.get("device") == device)
