"""What may be written at a place of a block, read from its schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from neops_blocks.language.schema import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.source import Node

Schema = dict[str, Any]
Part = str | int
_OBJECT, _ARRAY = "object", "array"


@dataclass(frozen=True)
class Key:
    """A key that may be written.

    Attributes:
        name: the key.
        text: what it means, as Markdown.
        needed: whether the mapping is not complete without it.
        chooses: whether it decides what else the mapping may have, as the kind of a step does.
        opens: what its value is written as: "mapping", "list", or "" for a value on the same line.
    """

    name: str
    text: str
    needed: bool
    chooses: bool
    opens: str


@dataclass(frozen=True)
class Choice:
    """A value that is possible or suggested."""

    text: str
    about: str


@dataclass(frozen=True)
class Place:
    """What the schema says of a place; of the branches only those that what is written there can still be."""

    schema: Schema
    node: Node | None = None

    @property
    def text(self) -> str:
        """What stands here, as Markdown; "" where the schema is silent."""
        found = self.schema.get("markdownDescription")
        if found is None and "$ref" in self.schema:
            found = _resolved(self.schema).get("markdownDescription")
        return str(found or "")

    @cached_property
    def _branches(self) -> tuple[Schema, ...]:
        found = tuple(_expanded(self.schema))
        if self.node is None or self.node.kind != "mapping":
            return found
        mappings = [branch for branch in found if branch.get("type") == _OBJECT]
        written = self.node.keys.keys()
        chosen = [branch for branch in mappings if written >= set(branch.get("required", ()))]
        return tuple(chosen or mappings)

    @property
    def keys(self) -> Sequence[Key]:
        """Every key that may stand here, those that are there already too."""
        mappings = [branch for branch in self._branches if "properties" in branch]
        needed = [set(branch.get("required", ())) for branch in mappings]
        always = set.intersection(*needed) if needed else set()
        ever = set().union(*needed)
        found: dict[str, Key] = {}
        for branch in mappings:
            for name, schema in branch["properties"].items():
                text = Place(schema).text
                found.setdefault(name, Key(name, text, name in always, name in ever - always, _opens(schema)))
        return tuple(found.values())

    @property
    def choices(self) -> Sequence[Choice]:
        """The values that are possible or suggested here, where it is not any text or number."""
        found: dict[str, Choice] = {}
        for branch in self._branches:
            about = str(branch.get("description") or branch.get("title") or "")
            values = [branch["const"]] if "const" in branch else list(branch.get("enum", ()))
            if branch.get("type") == "boolean":
                values = [True, False]
            for value in values:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                found.setdefault(text, Choice(text, about if "const" in branch else self.text))
        return tuple(found.values())

    @property
    def snippets(self) -> Sequence[Schema]:
        """What editors may insert here: `label`, `description`, `body`."""
        return tuple(_snippets(self.schema))

    @property
    def is_list(self) -> bool:
        """Whether a list may stand here."""
        return any(_ARRAY in _types(branch) for branch in self._branches)

    @property
    def is_mapping(self) -> bool:
        """Whether a mapping may stand here."""
        return any(_OBJECT in _types(branch) for branch in self._branches)

    def at(self, part: Part) -> Place:
        """The place of a key or of an item of a list."""
        inner = self.node.child(part) if self.node is not None else None
        found = [schema for branch in self._branches for schema in _inner(branch, part)]
        return Place(found[0] if len(found) == 1 else {"anyOf": found}, inner)


def place(path: Sequence[Part], document: Node | None) -> Place:
    """The place at a path of a document; what is written in the document decides between branches."""
    here = Place(language(), document)
    for part in path:
        here = here.at(part)
    return here


def _inner(branch: Schema, part: Part) -> Iterator[Schema]:
    if isinstance(part, int):
        if isinstance(branch.get("items"), dict):
            yield branch["items"]
        return
    if part in branch.get("properties", {}):
        yield branch["properties"][part]
        return
    patterns = branch.get("patternProperties", {})
    others = branch.get("additionalProperties")
    if isinstance(others, dict) and not any(re.search(pattern, part) for pattern in patterns):
        yield others


def _resolved(schema: Schema) -> Schema:
    name = str(schema["$ref"]).removeprefix("#/definitions/")
    found: Schema = language()["definitions"][name]
    return found


def _expanded(schema: Schema) -> Iterator[Schema]:
    """The branches of a schema, those of what it refers to included."""
    if "$ref" in schema:
        yield from _expanded(_resolved(schema))
    elif "anyOf" in schema:
        for branch in schema["anyOf"]:
            yield from _expanded(branch)
    else:
        yield schema


def _snippets(schema: Schema) -> Iterator[Schema]:
    yield from schema.get("defaultSnippets", ())
    if "$ref" in schema:
        yield from _snippets(_resolved(schema))
    for branch in schema.get("anyOf", ()):
        yield from _snippets(branch)


def _types(schema: Schema) -> Sequence[str]:
    types = schema.get("type", ())
    return [types] if isinstance(types, str) else types


def _opens(schema: Schema) -> str:
    """A value that can be nothing but a mapping or a list goes below its key."""
    kinds = {kind for branch in _expanded(schema) for kind in _types(branch) or ("any",)}
    if kinds == {_OBJECT}:
        return "mapping"
    return "list" if kinds == {_ARRAY} else ""
