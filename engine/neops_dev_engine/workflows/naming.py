"""Names of fields: snake_case in database updates, camelCase in the inventory and in contexts."""

from __future__ import annotations

from typing import Any

from pydantic.alias_generators import to_camel

from neops_dev_engine.workflows.relations import REFERENCES

KINDS = ("device", "group", "interface")
"""The kinds of entities that there are in the inventory."""

ENGINE_OWNED = frozenset(
    {
        "id",
        "createdAt",
        "updatedAt",
        "deletedAt",
        "firstSeenAt",
        "inventoryUpdatedAt",
        "deviceCount",
        "interfaceCount",
        "groupCount",
        "clientCount",
        "activeLockCounts",
        "isReadLocked",
        "isWriteLocked",
        "permission",
        "permissionFlags",
        "rolePermissions",
    }
)
"""Fields that no update changes."""

_SHAPED = {
    "device": frozenset(
        {
            "platform",
            "factElements",
            "checkElements",
            "configVersions",
            "deviceExecution",
            "deviceExecutionResults",
        }
    ),
    "group": frozenset({"factElements", "checkElements"}),
    "interface": frozenset({"clients"}),
}
_FREE = frozenset({"value", "metrics", "facts", "checks", "location"})


def field_name(name: str) -> str:
    """The name of a field in the inventory."""
    return to_camel(name)


def field_value(kind: str, field: str, value: Any) -> Any:
    """The value of a field with the names inside it as the inventory has them.

    Only where the engine knows the shape: names within facts belong to their authors.
    """
    return _renamed(value) if field in _SHAPED[kind] or field in REFERENCES[kind] else value


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    named = {to_camel(key): item for key, item in value.items()}
    return {key: item if key in _FREE else _renamed(item) for key, item in named.items()}
