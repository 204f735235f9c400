"""Contexts: the entities a job works on. Jobs of one submission may share one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import dumps
from neops_dev_engine.records.secrets import without_device_secrets

if TYPE_CHECKING:
    from neops_dev_engine.storage import Transaction

LISTS = {"device": "devices", "group": "deviceGroups", "interface": "interfaces"}
"""The list of a context that has the entities of a kind."""


def add_context(tx: Transaction, context: dict[str, Any]) -> int:
    """Keep a context, with all its three lists; the id for `NewJob.context_id`."""
    whole = {name: context.get(name) or [] for name in LISTS.values()}
    shown = without_device_secrets(whole)
    row = tx.execute(
        "INSERT INTO contexts (body, shown) VALUES (?, ?)",
        (dumps(whole), None if shown is whole else dumps(shown)),
    )
    assert row.lastrowid is not None
    return row.lastrowid


def own_part(context: dict[str, Any], kind: str, entity_id: int | None) -> dict[str, Any]:
    """What of a context belongs to one device; for other kinds of entity all of it.

    A job of one device out of five hundred need not carry the others.
    """
    if kind != "device":
        return context
    return {
        **context,
        "devices": [device for device in context.get("devices", []) if device["id"] == entity_id],
        "interfaces": [
            interface
            for interface in context.get("interfaces", [])
            if (interface.get("device") or {}).get("id") == entity_id
        ],
    }


def entity_name(entity: dict[str, Any]) -> str | None:
    """What people call an entity of a context."""
    name = entity.get("hostname") or entity.get("name") or entity.get("ip")
    return None if name is None else str(name)
