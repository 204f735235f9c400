"""What somebody points at: a name, a filter or a test in an expression; a key or a value else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.lsp.buffer import Spot, spot_at
from neops_blocks.lsp.cursor import cursor_at
from neops_blocks.lsp.expression import part_at_end

if TYPE_CHECKING:
    from neops_blocks.lsp.buffer import Block, Buffer, Trail
    from neops_blocks.lsp.expression import Part

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
    before, after = (
        _BEFORE.search(buffer.text, max(0, offset - 200), offset),
        _AFTER.match(buffer.text, offset),
    )
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


def thing_at(buffer: Buffer, offset: int) -> tuple[Block, Spot] | None:
    """The key or value around an offset."""
    block = buffer.block_at(offset)
    spot = spot_at(block, offset)
    return (block, spot) if spot is not None and spot.node.kind is not None else None
