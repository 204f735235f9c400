"""What can be read of a name: the parameters, the fields of a step's result, those of a device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neops_blocks.language import DEVICE_FIELDS, ENTRY_FIELDS, ERROR_FIELDS, NAMES, RESULT_FIELDS
from neops_blocks.lint.entities import fields_of
from neops_blocks.lsp.descriptions import schema_text, step_text, type_of
from neops_blocks.lsp.expression import ITEM
from neops_blocks.lsp.rows import fields_of_row, groups_of
from neops_blocks.lsp.scope import scope_at
from neops_blocks.model import COMMON_RESULT_FIELDS, SchemaModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from neops_blocks.lint.scopes import Scope
    from neops_blocks.lsp.buffer import Block, Trail
    from neops_blocks.model import Document, StepModel

_NOT_SHOWN = frozenset({"connection_options", "password"})
Kind = Literal["name", "parameter", "step", "field"]


@dataclass(frozen=True)
class Member:
    """Something that can be read: its name, what it is in a word or two, and in Markdown."""

    name: str
    kind: Kind
    detail: str = ""
    text: str = ""


def members(chain: Sequence[str], block: Block, path: Trail) -> list[Member]:
    """What can be read of a chain of names by the expression at a path; of none, the names themselves."""
    scope = scope_at(block, path)
    if scope is None or block.document is None:
        return []
    reader = _Reader(block, block.document, scope)
    return list(reader.members(tuple(chain)))


class _Reader:
    def __init__(self, block: Block, document: Document, scope: Scope) -> None:
        self._block = block
        self._model = document.block
        self._directory = document.directory
        self._scope = scope

    def members(self, chain: tuple[str, ...]) -> Iterator[Member]:
        if not chain:
            yield from self._names()
        elif chain[0] in self._scope.names:
            yield from self._below(chain)

    def _names(self) -> Iterator[Member]:
        for name in sorted(self._scope.names):
            text = NAMES.get(name, "The item of the loop.")
            yield Member(name, "name", text=text)

    def _below(self, chain: tuple[str, ...]) -> Iterator[Member]:
        root, rest = chain[0], chain[1:]
        if root == "params":
            yield from self._of_parameters(rest)
        elif root == "steps":
            yield from self._of_steps(rest)
        elif root == "this" and self._scope.this is not None:
            fields = self._scope.this.own_fields() | COMMON_RESULT_FIELDS
            yield from self._of_result(self._scope.this, rest, fields=fields)
        elif root == "devices":
            yield from _entity("device", rest[1:]) if rest else ()
        elif fields_of(root) is not None:
            yield from _entity(root, rest)
        elif root in ("hosts", "succeeded"):
            yield from self._of_entry(rest[1:]) if rest else ()
        elif root == "failed":
            yield from _texts(ERROR_FIELDS) if len(rest) == 1 else ()

    def _of_parameters(self, rest: tuple[str, ...]) -> Iterator[Member]:
        if not rest:
            for name in self._block.parameter_names:
                parameter = self._model.parameters.get(name)
                yield Member(name, "parameter", type_of(parameter), schema_text(parameter))
            return
        schema: SchemaModel | None = self._model.parameters.get(rest[0])
        for part in rest[1:]:
            schema = _inner(schema, part)
        for name, inner in (schema.properties or {}).items() if schema is not None else ():
            yield Member(name, "field", type_of(inner), schema_text(inner))

    def _of_steps(self, rest: tuple[str, ...]) -> Iterator[Member]:
        if not rest:
            for name, step in self._scope.steps.items():
                yield Member(name, "step", step.kind, step_text(step))
        elif rest[0] in self._scope.steps:
            step = self._scope.steps[rest[0]]
            yield from self._of_result(step, rest[1:], fields=step.fields())

    def _of_entry(self, rest: tuple[str, ...]) -> Iterator[Member]:
        """What an entry of `hosts` has."""
        if not rest:
            yield from _texts(ENTRY_FIELDS)
        elif rest[0] == "device":
            yield from _entity("device", rest[1:])
        elif rest == ("error",):
            yield from _texts(ERROR_FIELDS)
        elif rest == ("steps",):
            for step in self._model.steps:
                if step.id is not None:
                    yield Member(step.id, "step", step.kind, step_text(step))
        elif rest[0] == "steps":
            for step in self._model.steps:
                if step.id == rest[1]:
                    yield from self._of_result(step, rest[2:], fields=step.fields())

    def _of_result(
        self, step: StepModel, rest: tuple[str, ...], *, fields: frozenset[str]
    ) -> Iterator[Member]:
        if not rest:
            own = [name for name in RESULT_FIELDS if name in fields & step.result_fields]
            others = [name for name in RESULT_FIELDS if name in fields and name not in own]
            unknown = sorted(fields - RESULT_FIELDS.keys())
            for name in [*own, *unknown, *others]:
                yield Member(name, "field", f"{step.kind} step", RESULT_FIELDS.get(name, ""))
        elif rest == ("error",):
            yield from _texts(ERROR_FIELDS)
        elif rest[:2] == ("results", ITEM):
            yield from self._of_result(
                step, rest[2:], fields=step.fields() - {"results"} | step.result_fields
            )
        elif rest == ("parsed", ITEM):
            for name, about in fields_of_row(step, self._directory):
                yield Member(name, "field", about)
        else:
            for name in _known_keys(step, rest):
                yield Member(name, "field", f"{step.kind} step")


def _texts(fields: Mapping[str, str]) -> Iterator[Member]:
    for name, text in fields.items():
        yield Member(name, "field", text=text)


def _known_keys(step: StepModel, rest: tuple[str, ...]) -> Sequence[str]:
    """Keys that the step itself names: the groups of its regular expression, those of the mapping it sets."""
    parse = getattr(step, "parse", None)
    if rest == ("parsed",) and isinstance(parse, dict) and parse.get("many") is not True:
        return groups_of(parse.get("regex"))
    if rest[:1] == ("value",):
        value = getattr(step, "set", None)
        for part in rest[1:]:
            value = value.get(part) if isinstance(value, dict) else None
        return [key for key in value if isinstance(key, str)] if isinstance(value, dict) else []
    return []


def _entity(name: str, rest: tuple[str, ...]) -> Iterator[Member]:
    """The fields of a device, a group or an interface; what explains itself least comes first."""
    texts = DEVICE_FIELDS if (name, rest) == ("device", ()) else {}
    known = fields_of(name, *rest) or frozenset()
    for key in sorted(known - _NOT_SHOWN, key=lambda key: (key not in texts, key)):
        yield Member(key, "field", f"field of the {rest[-1] if rest else name}", texts.get(key, ""))


def _inner(schema: SchemaModel | None, part: str) -> SchemaModel | None:
    if schema is None:
        return None
    if part == ITEM:
        return schema.items
    return (schema.properties or {}).get(part)
