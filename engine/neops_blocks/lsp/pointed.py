"""What somebody points at: a name, a filter or a test in an expression; a key or a value else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.lsp.expression import part_at_end
from neops_blocks.lsp.locating import cursor_at

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.lsp.buffer import Block, Buffer, Trail
    from neops_blocks.lsp.expression import Part
    from neops_blocks.source import Node

_BEFORE = re.compile(r"\w*\Z")
_AFTER = re.compile(r"\w*")


@dataclass(frozen=True)
class Word:
    """A word of an expression: the characters from start to end, and what it is."""

    block: Block
    path: Trail
    part: Part
    start: int
    end: int


def word_at(buffer: Buffer, offset: int) -> Word | None:
    """The word of an expression around an offset; None where there is none."""
    before = _BEFORE.search(buffer.text, max(0, offset - 200), offset)
    after = _AFTER.match(buffer.text, offset)
    assert before is not None
    assert after is not None
    start, end = before.start(), after.end()
    if start == end:
        return None
    cursor = cursor_at(buffer, end)
    if cursor is None or cursor.expects != "expression":
        return None
    part = part_at_end(cursor.before)
    if part is None or not part.partial:
        return None
    return Word(cursor.block, cursor.path, part, end - len(part.partial), end)


@dataclass(frozen=True)
class Spot:
    """The deepest part of a document around an offset.

    Attributes:
        path: from the top of the document.
        node: the value at the path.
        on_key: whether the offset is on the key at the end of the path, not in its value.
        span: the key, or the value.
    """

    path: Trail
    node: Node
    on_key: bool
    span: Span


def thing_at(block: Block, offset: int) -> Spot | None:
    """What is written at an offset; None between things."""
    path: Trail = ()
    node = block.node
    while True:
        found = _part_at(node, offset)
        if found is None:
            inside = node.span.start.offset <= offset <= node.span.end.offset
            return Spot(path, node, on_key=False, span=node.span) if inside else None
        part, key = found
        path = (*path, part)
        node = node.value[part]
        if key is not None:
            return Spot(path, node, on_key=True, span=key)


def _part_at(node: Node, offset: int) -> tuple[str | int, Span | None] | None:
    if node.kind == "mapping":
        for name, key in node.keys.items():
            if key.start.offset <= offset <= key.end.offset:
                return name, key
        for name, value in node.value.items():
            if _around(value, offset):
                return name, None
    elif node.kind == "sequence":
        for number, item in enumerate(node.value):
            if _around(item, offset):
                return number, None
    return None


def _around(node: Node, offset: int) -> bool:
    empty = node.span.start.offset == node.span.end.offset
    return not empty and node.span.start.offset <= offset <= node.span.end.offset
