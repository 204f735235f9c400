"""Values in a line of a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 48


def short(value: Any, most: int = SHOWN) -> str:
    """A value in a few characters: the first line of a text and how many there are, a list cut short."""
    if isinstance(value, str):
        lines = value.strip().splitlines()
        if len(lines) > 1:
            return f"{_cut(lines[0].strip(), most)} … ({len(lines)} lines)"
        return _cut(value.strip(), most) or '""'
    if isinstance(value, list):
        if not value:
            return "none"
        text = ", ".join(short(item, most) for item in value)
        return text if len(text) <= most else f"{_cut(text, most)} ({len(value)})"
    if isinstance(value, float):
        return f"{value:g}"
    return _cut(json.dumps(value, ensure_ascii=False, default=str), most)


def pairs(values: Mapping[str, Any]) -> str:
    """Names and values on one line."""
    return "  ".join(f"{name}: {short(value)}" for name, value in values.items())


def of_host(data: Mapping[str, Any] | None, name: str, hosts: set[str]) -> str:
    """What result data says about one host, in fields that map host names or under the host's name."""
    found: dict[str, Any] = {}
    for field, value in (data or {}).items():
        if field == name and isinstance(value, dict):
            found.update(value)
        elif is_by_host(field, value, hosts) and name in value:
            own = value[name]
            found.update(own if isinstance(own, dict) else {field: own})
    return pairs(found)


def is_by_host(field: str, value: Any, hosts: set[str]) -> bool:
    """Whether a field of result data maps host names to values."""
    if field in hosts or field == "failed":
        return isinstance(value, dict)
    return isinstance(value, dict) and bool(value) and set(value) <= hosts


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
