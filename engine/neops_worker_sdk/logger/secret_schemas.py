"""JSON Schemas that say which values are secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from neops_worker_sdk.logger.sensitive_names import key_parts, names_a_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema: TypeAlias = dict[str, Any]

_ALTERNATIVES = ("anyOf", "oneOf", "allOf")
_OF_NAMES = ("properties", "patternProperties", "$defs")
_OF_VALUES = ("const", "default", "enum", "examples")
MAX_REFERENCES = 20
"""How many references in a row are followed: one that leads to itself ends there."""
_NO_TEXT = frozenset({"integer", "number", "boolean", "null"})


def is_secret(schema: Mapping[str, Any]) -> bool:
    """Whether a schema says that its value is secret."""
    return schema.get("writeOnly") is True or schema.get("format") == "password"


def as_secret(schema: Mapping[str, Any]) -> Schema:
    """A copy of a schema that says that its value is secret, without a default that everybody could read."""
    marked = {key: value for key, value in schema.items() if key != "default"} | {"writeOnly": True}
    return marked | {"format": "password"} if schema.get("type") == "string" else marked


def mark_secrets(schema: Schema, parts: tuple[str, ...] | None = None) -> None:
    """Let each property that is secret, or by its name looks like one and may hold a text, say so, in place.

    Args:
        schema: a whole JSON Schema; a property with ``writeOnly: false`` is no secret, whatever its name.
        parts: of names that look so; default: those of `key_parts`.
    """
    _mark(schema, schema.get("$defs", {}), key_parts() if parts is None else parts)


def alternatives(schema: Mapping[str, Any], definitions: Mapping[str, Schema]) -> list[Schema]:
    """The schemas that a schema refers to or combines."""
    combined = [each for key in _ALTERNATIVES for each in schema.get(key, ())]
    reference = schema.get("$ref")
    if reference is None:
        return combined
    return [definitions.get(str(reference).removeprefix("#/$defs/"), {}), *combined]


def _mark(schema: Any, definitions: Mapping[str, Schema], parts: tuple[str, ...]) -> None:
    if isinstance(schema, list):
        for item in schema:
            _mark(item, definitions, parts)
    elif isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            if _holds_secret(field, definitions) or _looks_secret(name, field, definitions, parts):
                marked = as_secret(field)
                field.clear()
                field.update(marked)
        for key, item in schema.items():
            if key not in _OF_VALUES:
                _mark([*item.values()] if key in _OF_NAMES else item, definitions, parts)


def _holds_secret(field: Schema, definitions: Mapping[str, Schema], depth: int = 0) -> bool:
    """Whether a field is secret, or a collection of secrets, or may be one."""
    if is_secret(field):
        return True
    within = [*alternatives(field, definitions), field.get("items"), field.get("additionalProperties")]
    return depth < MAX_REFERENCES and any(
        _holds_secret(each, definitions, depth + 1) for each in within if isinstance(each, dict)
    )


def _looks_secret(
    name: str, field: Schema, definitions: Mapping[str, Schema], parts: tuple[str, ...]
) -> bool:
    return "writeOnly" not in field and names_a_secret(name, parts) and _may_be_text(field, definitions)


def _may_be_text(schema: Schema, definitions: Mapping[str, Schema], depth: int = 0) -> bool:
    """Whether a text that nobody knows beforehand may stand there; fields of an object speak themselves."""
    others = alternatives(schema, definitions)
    if others:
        return depth < MAX_REFERENCES and any(_may_be_text(each, definitions, depth + 1) for each in others)
    if schema.keys() & {"properties", "enum", "const"}:
        return False
    if isinstance(schema.get("items"), dict):
        return _may_be_text(schema["items"], definitions, depth)
    kinds = schema.get("type", "string")
    return not set([kinds] if isinstance(kinds, str) else kinds) <= _NO_TEXT
