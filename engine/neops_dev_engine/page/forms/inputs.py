"""The inputs of a form, from the JSON Schema of a block's parameters."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

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

Control = Literal[
    "text", "area", "password", "number", "checkbox", "select", "lines", "yaml", "group", "fixed"
]
_NESTED = 3
_MOST_INPUTS = 200
_LONG = 200
_MULTILINE = ("multiline", "textarea", "multi-line")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a selection: its JSON text is what the form sends."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Input:
    """A parameter, or a part of one.

    Attributes:
        name: in the form.
        path: in the parameters; the keys that lead to it.
        shape: what its value must be.
        control: what one sees.
        needed: whether it must be given.
        initial: what it holds at first, as text.
        echoed: whether what was typed may be shown again.
        children: the inputs of a group.
    """

    name: str
    path: tuple[str, ...]
    label: str
    shape: Shape
    control: Control
    needed: bool
    help: str = ""
    initial: str = ""
    echoed: bool = True
    options: tuple[Option, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    children: tuple[Input, ...] = ()

    @property
    def where(self) -> str:
        """The path as faults tell it."""
        return ".".join(self.path)


def inputs_of(schema: Schema) -> tuple[Input, ...]:
    """The inputs for the parameters of a block."""
    return tuple(_Maker(schema).inputs(shape_of(schema, schema), (), {}))


def all_inputs(inputs: tuple[Input, ...]) -> Iterator[Input]:
    """These inputs, and those within them."""
    for each in inputs:
        yield each
        yield from all_inputs(each.children)


class _Maker:
    def __init__(self, root: Schema) -> None:
        self._root = root
        self._left = _MOST_INPUTS

    def inputs(self, shape: Shape, path: tuple[str, ...], default: dict[str, Any]) -> Iterator[Input]:
        """The inputs of an object's properties; those that must be given come first."""
        needed = required(shape.schema)
        names = sorted(properties(shape.schema), key=lambda name: name not in needed)
        for name in names:
            if self._left > 0:
                self._left -= 1
                yield self._input(shape.schema["properties"][name], (*path, name), name in needed, default)
        if others_allowed(shape.schema) and not path:
            yield self._others()

    def _input(self, schema: Any, path: tuple[str, ...], needed: bool, outer: dict[str, Any]) -> Input:
        shape = shape_of(schema, self._root)
        if path[-1] in outer:
            shape = Shape(
                kind=shape.kind,
                schema=shape.schema | {"default": outer[path[-1]]},
                nullable=shape.nullable,
                secret=shape.secret,
            )
        secret = shape.secret or holds_secret(schema, self._root)
        control = self._control(shape, len(path), needed=needed)
        children: tuple[Input, ...] = ()
        if control == "group":
            inner = shape.default if isinstance(shape.default, dict) else {}
            children = tuple(self.inputs(shape, path, inner))
        return Input(
            name="p/" + "/".join(key.replace("~", "~0").replace("/", "~1") for key in path),
            path=path,
            label=path[-1],
            shape=shape,
            control=control,
            needed=needed,
            help=_help(shape),
            initial="" if secret or shape.secret else _initial(shape, control),
            echoed=not secret,
            options=_options(shape, needed=needed) if control == "select" else (),
            attributes=_attributes(shape, control),
            children=children,
        )

    def _others(self) -> Input:
        return Input(
            name="others",
            path=(),
            label="further parameters",
            shape=Shape(kind="object"),
            control="yaml",
            needed=False,
            help="Names and values that the block takes besides, as YAML or JSON.",
            echoed=not holds_secret(self._root, self._root),
        )

    def _control(self, shape: Shape, depth: int, *, needed: bool) -> Control:
        if shape.secret:
            return "yaml" if shape.kind in ("object", "array") else "password"
        if shape.kind == "boolean":
            plain = shape.has_default and isinstance(shape.default, bool) and not shape.nullable
            return "checkbox" if plain else "select"
        if shape.kind == "object":
            return "group" if self._is_group(shape, depth, needed=needed) else "yaml"
        if shape.kind == "array":
            return "lines" if self._is_lines(shape) else "yaml"
        controls: dict[str, Control] = {
            "enum": "select",
            "const": "fixed",
            "integer": "number",
            "number": "number",
            "any": "yaml",
        }
        return controls.get(shape.kind) or ("area" if _is_long(shape) else "text")

    def _is_group(self, shape: Shape, depth: int, *, needed: bool) -> bool:
        given = needed or isinstance(shape.default, dict)
        plain = bool(properties(shape.schema)) and not others_allowed(shape.schema)
        return given and plain and not shape.nullable and depth < _NESTED

    def _is_lines(self, shape: Shape) -> bool:
        items = shape_of(shape.schema.get("items"), self._root)
        texts = items.kind == "string" or (
            items.kind == "enum" and all(isinstance(choice, str) for choice in items.choices)
        )
        default = shape.default if isinstance(shape.default, list) else []
        return (
            texts
            and not items.nullable
            and all(isinstance(item, str) and item.strip() == item for item in default)
        )


def _is_long(shape: Shape) -> bool:
    schema = shape.schema
    most = schema.get("maxLength")
    return (
        schema.get("format") in _MULTILINE
        or "contentMediaType" in schema
        or (isinstance(shape.default, str) and "\n" in shape.default)
        or (isinstance(most, int) and most > _LONG)
    )


def _initial(shape: Shape, control: Control) -> str:
    default = shape.default
    if control in ("select", "fixed"):
        return (
            dumps(shape.schema["const"])
            if control == "fixed"
            else dumps(default)
            if shape.has_default
            else ""
        )
    if control == "checkbox":
        return "on" if default is True else ""
    if default is None or control == "group":
        return ""
    if control == "lines" and isinstance(default, list):
        return "\n".join(default)
    if isinstance(default, str) and control in ("text", "area"):
        return default
    return json.dumps(
        default, ensure_ascii=False, indent=2 if isinstance(default, dict | list) and default else None
    )


def _options(shape: Shape, *, needed: bool) -> tuple[Option, ...]:
    if shape.kind == "boolean":
        found = [Option(value="true", label="yes"), Option(value="false", label="no")]
    else:
        found = [Option(value=dumps(choice), label=_label(choice)) for choice in shape.choices]
    if shape.nullable and not any(option.value == "null" for option in found):
        found.append(Option(value="null", label="none (null)"))
    if shape.has_default and any(option.value == dumps(shape.default) for option in found):
        return tuple(found)
    return (Option(value="", label="choose …" if needed else "not given"), *found)


def _label(choice: Any) -> str:
    if choice is None:
        return "none (null)"
    return choice if isinstance(choice, str) and choice else dumps(choice)


def _attributes(shape: Shape, control: Control) -> dict[str, str]:
    """What the browser may check; the engine checks all of it again."""
    schema, found = shape.schema, dict[str, str]()
    if control == "number":
        whole = shape.kind == "integer"
        found["step"] = "1" if whole else "any"
        for name, limit, beyond in (("min", "minimum", 1), ("max", "maximum", -1)):
            bound, open_bound = _finite(schema.get(limit)), _finite(schema.get(f"exclusive{limit.title()}"))
            if open_bound is not None and whole:
                bound = math.floor(open_bound) + 1 if beyond > 0 else math.ceil(open_bound) - 1
            if bound is not None:
                found[name] = dumps(bound)
    if control in ("text", "area"):
        for name, limit in (("minlength", "minLength"), ("maxlength", "maxLength")):
            bound = schema.get(limit)
            if isinstance(bound, int) and not isinstance(bound, bool) and bound >= 0:
                found[name] = str(bound)
    return found


def _finite(value: Any) -> float | int | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number and math.isfinite(value) else None


def _help(shape: Shape) -> str:
    said = shape.schema.get("description")
    return said.strip() if isinstance(said, str) else ""
