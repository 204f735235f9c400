"""A JSON Schema as the lines of a table that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import dumps
from neops_dev_engine.page.forms.shapes import (
    Shape,
    holds_secret,
    others_allowed,
    properties,
    required,
    shape_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_dev_engine.page.forms.shapes import Schema

_DEEPEST = 5
_MOST_LINES = 200
_LONGEST_DEFAULT = 200
_NAMES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "object": "object",
    "any": "anything",
}
_FORMATS = {"password", "multiline"}


@dataclass(frozen=True, kw_only=True)
class Described:
    """One value that a schema names."""

    name: str
    depth: int
    type: str
    needed: bool
    default: str | None
    help: str
    secret: bool


def described(schema: Schema) -> list[Described]:
    """The lines of a table about a schema; of one without end, the first."""
    lines = _object(shape_of(schema, schema), schema, "", 0)
    return [line for line, _ in zip(lines, range(_MOST_LINES), strict=False)]


def _object(shape: Shape, root: Schema, prefix: str, depth: int) -> Iterator[Described]:
    needed = required(shape.schema)
    for name, schema in properties(shape.schema).items():
        yield from _value(schema, root, f"{prefix}{name}", depth, needed=name in needed)
    others = shape.schema.get("additionalProperties")
    if others_allowed(shape.schema) and isinstance(others, dict) and (properties(others) or not prefix):
        yield from _value(others, root, f"{prefix}*", depth, needed=False)


def _value(schema: Any, root: Schema, name: str, depth: int, *, needed: bool) -> Iterator[Described]:
    shape = shape_of(schema, root)
    said = shape.schema.get("description")
    yield Described(
        name=name,
        depth=depth,
        type=type_words(shape, root),
        needed=needed,
        default=_default(shape, schema, root),
        help=said.strip() if isinstance(said, str) else "",
        secret=shape.secret,
    )
    if depth == _DEEPEST:
        return
    if shape.kind == "object":
        yield from _object(shape, root, f"{name}.", depth + 1)
    elif shape.kind == "array":
        items = shape_of(shape.schema.get("items"), root)
        if items.kind == "object":
            yield from _object(items, root, f"{name}[].", depth + 1)


def type_words(shape: Shape, root: Schema, deep: int = 3) -> str:
    """What a value is, in a few words."""
    schema = shape.schema
    if shape.kind == "const":
        words = dumps(schema["const"])
    elif shape.kind == "enum":
        words = "one of " + ", ".join(
            choice if isinstance(choice, str) else dumps(choice) for choice in shape.choices
        )
    elif shape.kind == "array":
        items = shape_of(schema.get("items"), root)
        words = "list" if items.kind == "any" or deep == 0 else f"list of {type_words(items, root, deep - 1)}"
    elif shape.kind == "any" and deep > 0 and (alternatives := _alternatives(schema)):
        words = " or ".join(
            dict.fromkeys(type_words(shape_of(part, root), root, deep - 1) for part in alternatives)
        )
    else:
        words = _NAMES[shape.kind]
    return words + _limits(schema) + (" or null" if shape.nullable and shape.kind != "enum" else "")


def _alternatives(schema: Schema) -> list[Any]:
    found = schema.get("anyOf") or schema.get("oneOf")
    if isinstance(found, list):
        return [part for part in found if not (isinstance(part, dict) and part.get("type") == "null")]
    kinds = schema.get("type")
    return [{"type": kind} for kind in kinds if kind != "null"] if isinstance(kinds, list) else []


def _limits(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    words = []
    if least is not None and most is not None:
        words.append(f"{least} to {most}")
    elif least is not None:
        words.append(f"at least {least}")
    elif most is not None:
        words.append(f"at most {most}")
    if schema.get("exclusiveMinimum") is not None:
        words.append(f"above {schema['exclusiveMinimum']}")
    if schema.get("exclusiveMaximum") is not None:
        words.append(f"below {schema['exclusiveMaximum']}")
    if schema.get("pattern") is not None:
        words.append(f"like {schema['pattern']}")
    if schema.get("maxLength") is not None:
        words.append(f"at most {schema['maxLength']} characters")
    if isinstance(schema.get("format"), str) and schema["format"] not in _FORMATS:
        words.append(schema["format"])
    return f", {', '.join(words)}" if words else ""


def _default(shape: Shape, schema: Any, root: Schema) -> str | None:
    if not shape.has_default or shape.secret or holds_secret(schema, root):
        return None
    text = dumps(shape.default)
    return text if len(text) <= _LONGEST_DEFAULT else f"{text[:_LONGEST_DEFAULT]}…"
