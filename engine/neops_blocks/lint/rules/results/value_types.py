"""The JSON type of what an author wrote, as far as it is known before a run."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from neops_blocks.templates import has_template, outermost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.model import SchemaModel, StepModel

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
OF_PYTHON: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_OF_NAME: Mapping[str, str] = {
    "hosts": "object",
    "succeeded": "object",
    "failed": "object",
    "skipped": "array",
    "devices": "array",
    "params": "object",
    "device.name": "string",
}


def type_of(
    value: Any, steps: Mapping[str, StepModel], parameters: Mapping[str, SchemaModel] = MappingProxyType({})
) -> str | None:
    """The type of a value with or without templates; None where it may be any.

    Args:
        value: what is written.
        steps: those that the value may read, by id.
        parameters: those of the block.
    """
    if not isinstance(value, str) or not has_template(value):
        return OF_PYTHON.get(type(value))
    found = outermost(value)
    if found is None:
        return "string"
    if found.filter is not None:
        return _OF_FILTER.get(found.filter)
    if found.is_condition:
        return "boolean"
    if found.literal is not None:
        return OF_PYTHON.get(found.literal)
    name = found.name or ""
    if name in _OF_NAME:
        return _OF_NAME[name]
    root, _, rest = name.partition(".")
    if root == "params" and rest in parameters:
        written = parameters[rest].type
        return written if isinstance(written, str) else None
    step_id, _, field = rest.partition(".")
    if root != "steps" or step_id not in steps or not field or "." in field:
        return None
    return _of_field(steps[step_id], field, steps, parameters)


def _of_field(
    step: StepModel, field: str, steps: Mapping[str, StepModel], parameters: Mapping[str, SchemaModel]
) -> str | None:
    if field in _COMMON:
        return _COMMON[field]
    if step.loop is not None:
        return "array" if field == "results" else None
    if step.kind == "set" and field == "value":
        earlier = {name: other for name, other in steps.items() if other.path < step.path}
        return None if step.variants else type_of(getattr(step, "set", None), earlier, parameters)
    if field == "parsed":
        parser = getattr(step, "parse", None)
        return _OF_PARSER.get(parser) if isinstance(parser, str) and not step.variants else None
    return _OF_KIND.get((step.kind, field))
