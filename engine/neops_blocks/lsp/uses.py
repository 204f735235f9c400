"""All uses of a step's id or of a parameter, and another name for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neops_blocks.lint.names import place_of_part
from neops_blocks.lint.scopes import RESERVED
from neops_blocks.lsp.pointed import thing_at, word_at
from neops_blocks.model.strict import NAME_PATTERN
from neops_blocks.templates.lexing import tokens_of
from neops_blocks.templates.problem import TemplateSyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.lsp.buffer import Block, Buffer

Root = Literal["steps", "params"]


class CannotRenameError(ValueError):
    """Why a thing cannot get another name."""


@dataclass(frozen=True)
class Symbol:
    """Something that the author has named: where its name stands first, and where it is pointed at."""

    block: Block
    root: Root
    name: str
    declared: Span
    pointed: tuple[int, int]


def symbol_at(buffer: Buffer, offset: int) -> Symbol | None:
    """The step or parameter whose name stands at an offset."""
    block = buffer.block_at(offset)
    word = word_at(buffer, offset)
    if word is not None:
        chain = word.part.chain
        if chain in (("steps",), ("params",)):
            root: Root = "steps" if chain == ("steps",) else "params"
            return _symbol(block, root, word.part.partial, (word.start, word.end))
        return None
    spot = thing_at(block, offset)
    if spot is None:
        return None
    pointed = (spot.span.start.offset, spot.span.end.offset)
    if spot.on_key and spot.path[:1] == ("parameters",) and len(spot.path) == 2:
        return _symbol(block, "params", str(spot.path[1]), pointed)
    if not spot.on_key and spot.path[:1] == ("steps",) and spot.path[2:] == ("id",):
        return _symbol(block, "steps", str(spot.node.value), pointed)
    return None


def _symbol(block: Block, root: Root, name: str, pointed: tuple[int, int]) -> Symbol | None:
    declared: Span | None
    if root == "params":
        declared = block.parameter_names.get(name)
    else:
        found = block.step_of_id(name)
        node = block.id_of(found[1]) if found is not None else None
        declared = node.span if node is not None else None
    return Symbol(block, root, name, declared, pointed) if declared is not None else None


def uses_of(symbol: Symbol) -> list[Span]:
    """Every place that has the name, its first one not included."""
    found = dict.fromkeys(
        span for template in symbol.block.templates for span in _in_template(template, symbol)
    )
    if symbol.root == "params":
        found |= dict.fromkeys(_in_tests(symbol))
    return sorted(span for span in found if span != symbol.declared)


def _in_template(template: PlacedTemplate, symbol: Symbol) -> Iterator[Span]:
    text = template.use.text
    if symbol.name not in text:
        return
    for name in template.analysis.names:
        if name.path[:2] == (symbol.root, symbol.name):
            yield template.span(*place_of_part(text, name, 1))
    path = re.compile(rf"(?:^|\.){symbol.root}\.({re.escape(symbol.name)})(?=\.|$)")
    try:
        tokens = tokens_of(text, bare=template.use.bare and not text.lstrip().startswith("{{"))
    except TemplateSyntaxProblem:
        return
    for token in tokens:  # as in map(attribute='steps.show.parsed')
        for found in path.finditer(token.raw[1:-1]) if token.kind == "string" else ():
            start = token.start + 1 + found.start(1)
            yield template.span(start, start + len(symbol.name))


def _in_tests(symbol: Symbol) -> Iterator[Span]:
    tests = symbol.block.node.at("tests")
    for test in tests.value if tests is not None and tests.kind == "sequence" else ():
        given = test.child("parameters")
        if given is not None and symbol.name in given.keys:
            yield given.keys[symbol.name]


def renamed(buffer: Buffer, symbol: Symbol, name: str) -> list[Span]:
    """The places to write another name at.

    Raises:
        CannotRenameError: the name is none or taken, or not every use can be seen.
    """
    what = "step" if symbol.root == "steps" else "parameter"
    if not re.fullmatch(NAME_PATTERN, name):
        raise CannotRenameError(f"{name!r} is not a name: lower-case letters, digits and _")
    document = symbol.block.document
    others = symbol.block.parameter_names if symbol.root == "params" else _ids(symbol.block)
    if name in others and name != symbol.name:
        raise CannotRenameError(f"there is a {what} {name!r} already")
    hidden = any(found.kind == "syntax" for use in symbol.block.templates for found in use.analysis.problems)
    if document is None or not document.complete or hidden or buffer.source.text != buffer.text:
        raise CannotRenameError(f"the block has errors that may hide uses of the {what}: correct them first")
    places = [symbol.declared, *uses_of(symbol)]
    for span in places:
        if buffer.text[span.start.offset : span.end.offset].strip("'\"") != symbol.name:
            line = span.start.line
            raise CannotRenameError(f"line {line} has the {what} in a form that cannot be renamed")
    return places


def _ids(block: Block) -> set[str]:
    nodes = (block.id_of(step) for _, step in block.step_nodes)
    return {str(node.value) for node in nodes if node is not None} | RESERVED
