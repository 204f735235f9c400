"""`types`: giving fields of parsed output their type."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import ParseFailed, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRUE = frozenset({"true", "yes", "on", "up", "enabled", "1"})
FALSE = frozenset({"false", "no", "off", "down", "disabled", "0"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}\Z")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
SHOWN = 60


def convert_types(parsed: Any, types: Mapping[str, str]) -> Any:
    """A copy of the output with the named fields converted.

    An empty text becomes None, except for `string`; a list in a field is converted item by item. Booleans are
    true, yes, on, up, enabled, 1 and false, no, off, down, disabled, 0, in any case.

    Args:
        parsed: a mapping, or a list of mappings.
        types: field -> integer, number, boolean or string.

    Raises:
        ParseFailed: a value does not have this type, no row has the field, or the output has no fields.
    """
    if not types:
        return parsed
    rows = parsed if isinstance(parsed, list) else [parsed]
    if not all(isinstance(row, dict) for row in rows):
        raise ParseFailed(
            "types needs output with named fields, and this parser gives none",
            hint="leave types out, or name the groups of the regular expression: (?P<name>...)",
        )
    _check_fields({str(key) for row in rows for key in row}, types, any_rows=bool(rows))
    converted = [
        {key: _converted(key, value, types[key]) if key in types else value for key, value in row.items()}
        for row in rows
    ]
    return converted if isinstance(parsed, list) else converted[0]


def _check_fields(known: set[str], types: Mapping[str, str], *, any_rows: bool) -> None:
    missing = [field for field in types if field not in known] if any_rows else []
    if missing:
        raise ParseFailed(
            f"types names the field {missing[0]!r}, which the parsed output does not have",
            hint=did_you_mean(missing[0], known, what="its fields"),
        )


def _converted(field: str, value: Any, kind: str) -> Any:
    if isinstance(value, list):
        return [_converted(field, item, kind) for item in value]
    if value is None:
        return None
    if isinstance(value, str) and kind != "string":
        value = value.strip()
        if not value:
            return None
    try:
        return _CONVERT[kind](value)
    except (ValueError, OverflowError) as error:
        shown = f"{value[:SHOWN]!r}" if isinstance(value, str) else type(value).__name__
        raise ParseFailed(
            f"field {field!r}: {shown} is no {kind}",
            hint=f"leave {field} out of types, or correct what the parser takes for it",
        ) from error


def _integer(value: Any) -> int:
    if isinstance(value, str) and _INTEGER.match(value):
        return int(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    raise ValueError


def _number(value: Any) -> int | float:
    if isinstance(value, str) and _NUMBER.match(value):
        value = int(value) if _INTEGER.match(value) else float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and _finite(value):
        return value
    raise ValueError


def _finite(value: int | float) -> bool:
    return isinstance(value, int) or math.isfinite(value)


def _boolean(value: Any) -> bool:
    word = str(value).lower() if isinstance(value, (str, bool, int)) else ""
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise ValueError


def _string(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise ValueError


_CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string": _string,
}
