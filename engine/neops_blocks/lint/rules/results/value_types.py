"""The JSON type of what an author wrote, as far as it is known before a run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from neops_blocks.templates import has_template, outermost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.model import StepModel

_COMMON: Mapping[str, str] = {
    "ok": "boolean",
    "skipped": "boolean",
    "attempts": "integer",
    "elapsed": "number",
}
_OF_KIND: Mapping[tuple[str, str], str] = {
    ("command", "output"): "string",
    ("command", "outputs"): "array",
    ("assert", "failures"): "array",
}
_OF_PARSER: Mapping[str, str] = {"textfsm": "array", "lines": "array"}
_OF_FILTER: Mapping[str, str] = {
    "length": "integer",
    "count": "integer",
    "int": "integer",
    "float": "number",
    "list": "array",
    "sort": "array",
    "unique": "array",
    "join": "string",
    "string": "string",
    "lower": "string",
    "upper": "string",
    "trim": "string",
    "replace": "string",
    "to_json": "string",
    "to_yaml": "string",
    "dict2items": "array",
    "items2dict": "object",
}
_OF_PYTHON: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_STEP = re.compile(r"steps\.(\w+)\.(\w+)")


def type_of(value: Any, steps: Mapping[str, StepModel]) -> str | None:
    """The type of a value with or without templates; None where it may be any.

    Args:
        value: what is written.
        steps: those that the value may read, by id.
    """
    if not isinstance(value, str) or not has_template(value):
        return _OF_PYTHON.get(type(value))
    found = outermost(value)
    if found is None:
        return "string"
    if found.filter is not None:
        return _OF_FILTER.get(found.filter)
    if found.is_condition:
        return "boolean"
    read = _STEP.fullmatch(found.name or "")
    if read is None or read[1] not in steps:
        return None
    return _of_field(steps[read[1]], read[2], steps)


def _of_field(step: StepModel, field: str, steps: Mapping[str, StepModel]) -> str | None:
    if field in _COMMON:
        return _COMMON[field]
    if step.loop is not None:
        return "array" if field == "results" else None
    if step.kind == "set" and field == "value":
        earlier = {name: other for name, other in steps.items() if other.path < step.path}
        return None if step.variants else type_of(getattr(step, "set", None), earlier)
    if field == "parsed":
        parser = getattr(step, "parse", None)
        return _OF_PARSER.get(parser) if isinstance(parser, str) and not step.variants else None
    return _OF_KIND.get((step.kind, field))
