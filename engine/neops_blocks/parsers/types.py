"""Giving fields of parsed output their type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import ParseFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def _integer(text: str) -> int:
    if "_" in text:
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if "_" in text:
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> bool:
    try:
        return _BOOLEANS[text.lower()]
    except KeyError:
        raise ValueError(text) from None


_CONVERT: Mapping[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string": str,
}


def convert_types(parsed: Any, types: Mapping[str, str]) -> Any:
    """The named fields converted, in a mapping or a list of mappings; an empty text becomes None.

    Raises:
        ParseFailed: a field does not have this type.
    """
    if isinstance(parsed, list):
        return [convert_types(row, types) for row in parsed]
    if not isinstance(parsed, dict):
        return parsed
    return {
        key: _converted(key, value, types[key]) if key in types else value for key, value in parsed.items()
    }


def _converted(field: str, value: Any, kind: str) -> Any:
    if isinstance(value, list):
        return [_converted(field, item, kind) for item in value]
    if not isinstance(value, str):
        return str(value) if kind == "string" and value is not None else value
    if kind != "string" and not value.strip():
        return None
    try:
        return _CONVERT[kind](value.strip() if kind != "string" else value)
    except ValueError as error:
        raise ParseFailed(f"field {field!r}: {value[:60]!r} is no {kind}") from error
