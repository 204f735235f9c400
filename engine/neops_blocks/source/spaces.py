"""Spaces of word processors and chats, where YAML takes plain ones only."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Edit, Fix
from neops_blocks.source.trial import MOST, read_edited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.source.text import Text

_MOST_EDITS = 1000
"""More of them are no slip of the hand."""
_WIDE = "\xa0\u2000-\u200a\u202f\u205f\u3000"
_NO_WIDTH = "\u200b-\u200d\u2060"
_ODD = re.compile(f"(?P<wide>[{_WIDE}])|[{_NO_WIDTH}]")
_SPACE = f"[ {_WIDE}{_NO_WIDTH}]"
_BEFORE_VALUE = re.compile(f"{_SPACE}*(?:-{_SPACE}+)*(?:[\\w.-]+:{_SPACE}+)?")


def without_odd_spaces(lines: Text, offset: int) -> tuple[Span, Fix] | None:
    """The first such space before a key or value, and the fix for all; None where that mends no error.

    `offset`: where the text stops to be YAML.
    """
    if lines.text.isascii() or len(lines.text) > MOST:
        return None
    edits = tuple(islice(_edits(lines), _MOST_EDITS + 1))
    if not edits or len(edits) > _MOST_EDITS:
        return None
    error = read_edited(lines, edits).error
    if error is not None and error < lines.position(offset).line:
        return None
    return edits[0].span, Fix("write plain spaces", edits)


def _edits(lines: Text) -> Iterator[Edit]:
    for number in range(1, lines.count + 1):
        start = lines.line_start(number)
        match = _BEFORE_VALUE.match(lines.line(number))
        for odd in _ODD.finditer(match.group() if match else ""):
            yield Edit(lines.span(start + odd.start(), start + odd.end()), " " if odd["wide"] else "")
