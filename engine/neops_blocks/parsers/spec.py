"""The shape of the `parse` key, for the model of a step and the published schema."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from neops_blocks.parsers.build import PARSERS


def parse_schema() -> dict[str, Any]:
    """JSON Schema of the `parse` key, from the table of parsers."""
    names = [name for name, kind in PARSERS.items() if kind.plain]
    one: list[dict[str, Any]] = [{"title": "a parser by its name", "enum": names}]
    one += [_mapping(name, sorted(kind.flags)) for name, kind in PARSERS.items() if kind.build]
    many = {"title": "parsers in order", "type": "array", "minItems": 1, "items": {"anyOf": one}}
    return {"anyOf": [*one, many]}


def _mapping(name: str, flags: list[str]) -> dict[str, Any]:
    return {
        "title": name,
        "defaultSnippets": [{"label": name, "description": f"The {name} parser.", "body": {name: "'$1'"}}],
        "type": "object",
        "properties": {
            name: {"type": "string", "pattern": r"\S"},
            **{key: {"type": "boolean"} for key in flags},
        },
        "required": [name],
        "additionalProperties": False,
    }


def _shape(value: Any) -> Any:
    specs = value if isinstance(value, list) else [value]
    if specs and all(isinstance(one, (str, dict)) and one for one in specs):
        return value
    what = "a parser such as textfsm or {regex: ...}, or a list of them"
    raise PydanticCustomError("expected", "expected {what}", {"what": what})


ParseSpec = Annotated[Any, BeforeValidator(_shape), WithJsonSchema(parse_schema())]
"""Only the shape is checked here; `build_parser` judges names, keys, templates and expressions."""
