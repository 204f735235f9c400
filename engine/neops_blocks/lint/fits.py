"""Values that obviously fit their schema, so that most blocks are checked without jsonschema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIMPLE = frozenset(
    {
        "type",
        "default",
        "minimum",
        "maximum",
        "title",
        "description",
        "examples",
        "deprecated",
        "items",
        "enum",
    }
)
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def plainly_fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether the value fits beyond doubt; False means that JSON Schema has to judge."""
    if not schema.keys() <= _SIMPLE or not isinstance(schema.get("type"), str):
        return False
    if not isinstance(value, _TYPES[schema["type"]]) or isinstance(value, bool) != (
        schema["type"] == "boolean"
    ):
        return False
    if "enum" in schema and not (isinstance(value, str) and value in schema["enum"]):
        return False
    if "items" in schema and isinstance(value, list):
        return all(plainly_fits(item, schema["items"]) for item in value)
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and high is None:
        return True
    return (
        isinstance(value, (int, float)) and (low is None or low <= value) and (high is None or value <= high)
    )
