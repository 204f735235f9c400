"""Tabs where YAML wants spaces: what to write for them, where there is one reading only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Edit, Fix
from neops_blocks.source.trial import MOST, read_edited

if TYPE_CHECKING:
    from neops_blocks.source.text import Text

_WIDTHS = (2, 4, 8)
"""How wide a tab may be meant; the first one that fits is written."""
_WHITE = re.compile(r"[ \t]*")


def without_tabs(lines: Text, offset: int) -> Fix | None:
    """The fix for the tab at an offset, which the parser refuses; None where it is not certain.

    Between two parts of a line a tab is a space. At the beginning of a line it depends on its width what the
    line belongs to: all widths that make YAML of it have to make the same. No tab is mended
    behind another error.
    """
    start = lines.line_start(lines.position(offset).line)
    if lines.text[start:offset].strip(" \t"):
        end = _white_end(lines, offset)
        behind = lines.text[end : end + 1]
        text = lines.text[offset:end].replace("\t", " ") if behind.strip() else ""
        return Fix("write a space", (Edit(lines.span(offset, end), text),))
    return _indented(lines, offset) if len(lines.text) <= MOST else None


def _indented(lines: Text, offset: int) -> Fix | None:
    first = lines.position(offset).line
    tabbed = [
        number
        for number in range(first, lines.count + 1)
        if number == first or lines.text.startswith("\t", lines.line_start(number))
    ]
    together = next((at for at, number in enumerate(tabbed) if number != first + at), len(tabbed))
    fitting = []
    for width in _WIDTHS:
        reading = read_edited(lines, [_edit(lines, number, width) for number in tabbed])
        read = lines.count if reading.error is None else reading.error
        if read >= tabbed[together - 1]:
            edits = tuple(_edit(lines, number, width) for number in tabbed if number <= read)
            fitting.append((edits, reading))
    begun = [found for found in fitting if found[1].continued.isdisjoint(number - 1 for number in tabbed)]
    fitting = begun or fitting
    if not fitting or any(reading.events != fitting[0][1].events for _, reading in fitting):
        return None
    return Fix("indent with spaces", fitting[0][0])


def _edit(lines: Text, number: int, width: int) -> Edit:
    """The white space at the beginning of a line in spaces; an empty line has none."""
    start = lines.line_start(number)
    end = _white_end(lines, start)
    blank = end == start + len(lines.line(number))
    return Edit(lines.span(start, end), "" if blank else lines.text[start:end].expandtabs(width))


def _white_end(lines: Text, offset: int) -> int:
    match = _WHITE.match(lines.text, offset)
    return match.end() if match else offset
