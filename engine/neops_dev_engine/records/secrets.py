"""Secrets in what the engine keeps: where they are, and the same data without them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

MASK = "***"
_DEVICE = frozenset({"password", "connectionOptions", "connection_options"})
_REFERENCES = 20


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
    try:
        shown = _shown(parameters, schema, schema, _REFERENCES)
    except RecursionError:  # whatever may be in there
        return dict.fromkeys(parameters, MASK)
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


def _shown(value: Any, schema: Any, root: dict[str, Any], references: int) -> Any:
    if not isinstance(schema, dict) or references == 0 or value is None:
        return value
    if schema.get("writeOnly") is True or schema.get("format") == "password":
        return MASK
    for part in _applying(schema, root):
        value = _shown(value, part, root, references - 1)
    if isinstance(value, dict):
        for name in value:
            for part in _of_property(name, schema):
                value = value | {name: _shown(value[name], part, root, _REFERENCES)}
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        rest = schema.get("items")
        return [
            _shown(item, first[place] if place < len(first) else rest, root, _REFERENCES)
            for place, item in enumerate(value)
        ]
    return value


def _applying(schema: dict[str, Any], root: dict[str, Any]) -> list[Any]:
    """The schemas that apply to the same value, too."""
    found = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, [])]
    found += [schema[key] for key in ("if", "then", "else") if key in schema]
    reference = schema.get("$ref")
    if isinstance(reference, str):
        found.append(referred(reference, root))
    return found


def _of_property(name: str, schema: dict[str, Any]) -> list[Any]:
    """The schemas that apply to a property."""
    found = [schema["properties"][name]] if name in schema.get("properties", {}) else []
    found += [
        part for pattern, part in schema.get("patternProperties", {}).items() if re.search(pattern, name)
    ]
    return found or [schema.get("additionalProperties")]


def referred(reference: str, root: dict[str, Any]) -> Any:
    """The part of a schema that a reference means, or None if that is nowhere."""
    if not reference.startswith("#"):
        return None
    target: Any = root
    for part in reference[1:].split("/")[1:]:
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        target = target.get(name) if isinstance(target, dict) else None
    return target
