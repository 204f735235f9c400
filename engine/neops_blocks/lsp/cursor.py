"""What is expected where somebody types: a key, an item, a value, or a part of an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neops_blocks.lsp.expression import BARE_KEYS, inside_braces

if TYPE_CHECKING:
    from neops_blocks.lsp.buffer import Block, Trail

Expects = Literal["key", "item", "value", "expression"]
_OPENING = re.compile(r"""[|>][-+0-9]*|["']""")


@dataclass(frozen=True)
class Cursor:
    """What is expected at the cursor.

    Attributes:
        block: the document, without the word at the cursor.
        path: the mapping that a key is typed in, the list that an item is typed in, or the value.
        expects: what may be typed.
        before: the characters of it that are there.
        start: where they begin.
        end: where the word at the cursor ends.
        indent: how much further than the line itself a key or item begins.
        fresh: whether nothing stands at the path yet.
        flow: whether it is inside of brackets.
        colon: whether a colon follows already.
    """

    block: Block
    path: Trail
    expects: Expects
    before: str
    start: int
    end: int
    indent: int = 0
    fresh: bool = False
    flow: bool = False
    colon: bool = False


def in_expression(block: Block, path: Trail, before: str, offset: int) -> Cursor | None:
    """The cursor in the braces, or in the bare expression, at the end of the characters of a value."""
    inside = inside_braces(before)
    if inside is None and _is_bare(path):
        inside = _OPENING.sub("", before, count=1) if _OPENING.match(before) else before
    if inside is None:
        return None
    return Cursor(block, path, "expression", inside, offset - len(inside), offset)


def _is_bare(path: Trail) -> bool:
    names = [part for part in path if isinstance(part, str)]
    return bool(names) and names[-1] in BARE_KEYS and isinstance(path[-1], str)
