"""JSON Schemas as a form sees them: references followed, alternatives with null made plain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, cast

Kind = Literal["string", "integer", "number", "boolean", "object", "array", "enum", "const", "any"]
Schema = dict[str, Any]
_DEEP = 20
_MOST_PARTS = 500
_TYPES = ("string", "integer", "number", "boolean", "object", "array")
_WITHIN = ("items", "additionalProperties", "not", "if", "then", "else", "contains")
_LISTS_WITHIN = ("anyOf", "oneOf", "allOf", "prefixItems")
_OBJECTS_WITHIN = ("properties", "patternProperties")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a schema asks for.

    Attributes:
        kind: of the value.
        schema: the schema with everything that it refers to put into one.
        nullable: whether null will do, too.
        secret: whether nobody may see the value.
    """

    kind: Kind
    schema: Schema = field(default_factory=dict)
    nullable: bool = False
    secret: bool = False

    @property
    def has_default(self) -> bool:
        """Whether something takes its place if it is not given."""
        return "default" in self.schema

    @property
    def default(self) -> Any:
        """What that is; None if it is nothing."""
        return self.schema.get("default")

    @property
    def choices(self) -> list[Any]:
        """The values of an enumeration."""
        found = self.schema.get("enum")
        return found if isinstance(found, list) else []


def shape_of(schema: Any, root: Schema) -> Shape:
    """The shape of a schema.

    Args:
        schema: the whole, or a part of it.
        root: the whole, for references.
    """
    merged = _merged(schema, root, _DEEP)
    secret = is_secret(merged)
    nullable = False
    for word in ("anyOf", "oneOf"):
        alternatives = merged.get(word)
        if not isinstance(alternatives, list):
            continue
        parts = [_merged(part, root, _DEEP) for part in alternatives]
        others = [part for part in parts if not _is_null(part)]
        nullable = nullable or len(others) < len(parts)
        secret = secret or any(map(is_secret, others))
        outer = {key: value for key, value in merged.items() if key != word}
        if len(others) == 1:
            merged = others[0] | outer
        elif (choices := _choices(others)) is not None:
            merged = outer | {"enum": choices}
    kind, null_too = _kind(merged)
    return Shape(kind=kind, schema=merged, nullable=nullable or null_too, secret=secret)


def is_secret(schema: Schema) -> bool:
    """Whether a schema says that its value is secret."""
    return schema.get("writeOnly") is True or schema.get("format") == "password"


def holds_secret(schema: Any, root: Schema) -> bool:
    """Whether a value may be secret, or hold something that is. Schemas too large to tell count as that."""
    waiting, seen = [schema], 0
    references: set[str] = set()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict):
            continue
        seen += 1
        if seen > _MOST_PARTS or is_secret(part):
            return True
        reference = part.get("$ref")
        if isinstance(reference, str) and reference not in references:
            references.add(reference)
            waiting.append(_referred(reference, root))
        waiting.extend(part.get(word) for word in _WITHIN)
        for word in _LISTS_WITHIN:
            waiting.extend(_list(part.get(word)))
        for word in _OBJECTS_WITHIN:
            waiting.extend(properties(part, word).values())
    return False


def properties(schema: Schema, word: str = "properties") -> dict[str, Any]:
    """The properties of an object's schema."""
    found = schema.get(word)
    return found if isinstance(found, dict) else {}


def required(schema: Schema) -> set[str]:
    """The names that an object must have."""
    return {name for name in _list(schema.get("required")) if isinstance(name, str)}


def others_allowed(schema: Schema) -> bool:
    """Whether an object may expressly have properties that have no name in the schema."""
    return schema.get("additionalProperties") not in (None, False)


def _merged(schema: Any, root: Schema, deep: int) -> Schema:
    """A schema with what it refers to, and with the parts that must all hold; its own words count most."""
    if not isinstance(schema, dict) or deep == 0:
        return {}
    own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    parts = [_referred(schema["$ref"], root)] if isinstance(schema.get("$ref"), str) else []
    whole: Schema = {}
    for part in [*parts, *_list(schema.get("allOf")), own]:
        more = _merged(part, root, deep - 1) if part is not own else own
        joined = {
            "properties": properties(whole) | properties(more),
            "required": sorted(required(whole) | required(more)),
        }
        whole = whole | more | {key: value for key, value in joined.items() if value}
    return whole


def _referred(reference: str, root: Schema) -> Any:
    if not reference.startswith("#"):
        return None
    target: Any = root
    for part in reference[1:].split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        target = target.get(name) if isinstance(target, dict) else None
    return target


def _kind(schema: Schema) -> tuple[Kind, bool]:
    """The kind of value, and whether it may be null instead."""
    if "const" in schema:
        return "const", False
    if isinstance(schema.get("enum"), list):
        return "enum", None in schema["enum"]
    given = schema.get("type")
    names = _list(given) if isinstance(given, list) else [given]
    kinds = [name for name in names if name in _TYPES]
    nullable = "null" in names
    if len(kinds) == 1:
        return cast("Kind", kinds[0]), nullable
    if not kinds and properties(schema):
        return "object", nullable
    return "any", nullable


def _is_null(schema: Schema) -> bool:
    return schema.get("type") == "null" or ("const" in schema and schema["const"] is None)


def _choices(schemas: list[Schema]) -> list[Any] | None:
    """All values of schemas that name their values one by one; None if one does not."""
    choices: list[Any] = []
    for schema in schemas:
        if "const" in schema:
            choices.append(schema["const"])
        elif isinstance(schema.get("enum"), list):
            choices.extend(schema["enum"])
        else:
            return None
    return choices or None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
