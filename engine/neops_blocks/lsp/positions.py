"""Offsets in a text and positions of the protocol: lines from 0, and columns in the units the client counts.

A line ends at LF, CRLF or CR, and nowhere else. A byte order mark is a character of the first line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Place(NamedTuple):
    """A line and a column, both from 0."""

    line: int
    column: int


class Positions:
    """Converts between the offsets of a text, which count characters, and places in a client's units."""

    def __init__(self, text: str, encoding: Encoding = "utf-16") -> None:
        self._text = text
        self._encoding = encoding
        breaks = list(_LINE_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]
        self._plain = encoding == "utf-32" or text.isascii()

    def place(self, offset: int) -> Place:
        """The place of a character; one inside a CRLF is the end of the line."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset) - 1
        start, end = self._starts[line], min(offset, self._ends[line])
        return Place(line, end - start if self._plain else self._units(start, end))

    def offset(self, line: int, column: int) -> int:
        """The offset of a place; beyond a line it is its end, inside a character its beginning."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[line], self._ends[line]
        if self._plain:
            return min(start + max(0, column), end)
        for offset in range(start, end):
            column -= self._width(self._text[offset])
            if column < 0:
                return offset
        return end

    def _units(self, start: int, end: int) -> int:
        return sum(map(self._width, self._text[start:end]))

    def _width(self, character: str) -> int:
        code = ord(character)
        if self._encoding == "utf-16":
            return 2 if code > 0xFFFF else 1
        return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
