"""Values that obviously fit their schema, so that most blocks are checked without jsonschema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_SILENT = frozenset({"default", "title", "description", "examples", "deprecated"})
_KNOWN: Mapping[str, frozenset[str]] = {
    "string": frozenset({"enum", "minLength", "maxLength"}),
    "integer": frozenset({"minimum", "maximum"}),
    "number": frozenset({"minimum", "maximum"}),
    "boolean": frozenset(),
    "array": frozenset({"items", "minItems", "maxItems"}),
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "null": frozenset(),
}
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
    kind = schema.get("type")
    if kind is None:
        return schema.keys() <= _SILENT
    if not isinstance(kind, str) or not schema.keys() - _SILENT - {"type"} <= _KNOWN[kind]:
        return False
    if not issubclass(type(value), _TYPES[kind]) or isinstance(value, bool) != (kind == "boolean"):
        return False
    if kind == "object":
        return _object_fits(value, schema)
    if kind == "array":
        return _in_bounds(len(value), schema, "Items") and (
            "items" not in schema or all(plainly_fits(item, schema["items"]) for item in value)
        )
    if kind == "string":
        return _in_bounds(len(value), schema, "Length") and ("enum" not in schema or value in schema["enum"])
    low, high = schema.get("minimum"), schema.get("maximum")
    return (low is None or low <= value) and (high is None or value <= high)


def _object_fits(value: dict[Any, Any], schema: Mapping[str, Any]) -> bool:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not all(isinstance(key, str) for key in value) or not value.keys() >= set(schema.get("required", ())):
        return False
    return all(
        plainly_fits(item, known[key]) if key in known else others is True or _fits_other(item, others)
        for key, item in value.items()
    )


def _fits_other(item: Any, others: Any) -> bool:
    return isinstance(others, dict) and plainly_fits(item, others)


def _in_bounds(size: int, schema: Mapping[str, Any], what: str) -> bool:
    return bool(schema.get(f"min{what}", 0) <= size <= schema.get(f"max{what}", size))
