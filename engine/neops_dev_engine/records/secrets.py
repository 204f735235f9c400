"""Secrets in what the engine keeps: where they are, and the same data without them."""

from __future__ import annotations

from typing import Any

MASK = "***"
_DEVICE = frozenset({"password", "connectionOptions", "connection_options"})
_DEEP = 20


def without_device_secrets(context: dict[str, Any]) -> dict[str, Any]:
    """A context without the secrets of its devices; the same object if there are none."""
    devices = context.get("devices") or []
    if not any(_has_secret(device) for device in devices):
        return context
    return context | {"devices": [shown_device(device) for device in devices]}


def shown_device(device: Any) -> Any:
    """A device without its secrets."""
    return _masked(device) if _has_secret(device) else device


def shown_updates(updates: list[Any]) -> list[Any]:
    """Database updates without the secrets of devices."""
    return [_shown_update(update) for update in updates]


def without_secret_parameters(parameters: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Parameters without those that the schema says are secret; the same object if there are none."""
    shown = _shown(parameters, schema, schema, _DEEP)
    return shown if isinstance(shown, dict) and shown != parameters else parameters


def _has_secret(device: Any) -> bool:
    return isinstance(device, dict) and any(device.get(key) not in (None, "", MASK) for key in _DEVICE)


def _masked(device: dict[str, Any]) -> dict[str, Any]:
    return {
        key: MASK if key in _DEVICE and value not in (None, "") else value for key, value in device.items()
    }


def _shown_update(update: Any) -> Any:
    if not isinstance(update, dict):
        return update
    if _has_secret(update.get("data")):
        return update | {"data": _masked(update["data"])}
    if update.get("path") in _DEVICE and update.get("value") not in (None, ""):
        return update | {"value": MASK}
    return update


def _shown(value: Any, schema: Any, root: dict[str, Any], deep: int) -> Any:
    if not isinstance(schema, dict) or deep == 0 or value is None:
        return value
    if schema.get("writeOnly") is True or schema.get("format") == "password":
        return MASK
    for part in _alternatives(schema, root):
        value = _shown(value, part, root, deep - 1)
    if isinstance(value, dict):
        properties = schema.get("properties") or {}
        others = schema.get("additionalProperties")
        return {key: _shown(item, properties.get(key, others), root, deep - 1) for key, item in value.items()}
    if isinstance(value, list):
        first = schema.get("prefixItems") or []
        rest = schema.get("items")
        return [
            _shown(item, first[place] if place < len(first) else rest, root, deep - 1)
            for place, item in enumerate(value)
        ]
    return value


def _alternatives(schema: dict[str, Any], root: dict[str, Any]) -> list[Any]:
    """The schemas that apply besides the keys of this one."""
    found = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key) or []]
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        target: Any = root
        for part in reference[2:].split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            target = target.get(name) if isinstance(target, dict) else None
        found.append(target)
    return found
