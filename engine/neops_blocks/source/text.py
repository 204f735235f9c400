"""The characters of a file, and where in it an offset stands."""

from __future__ import annotations

import re
from bisect import bisect_right

from neops_blocks.diagnostics import Position, Span

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"


class Text:
    """A file's name and text, with the lines of an editor: none ends at NEL or U+2028."""

    __slots__ = ("_starts", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        first = 1 if text.startswith(BYTE_ORDER_MARK) else 0
        self._starts = [first, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def position(self, offset: int) -> Position:
        """The line and column of an offset; one beyond the text is its end."""
        if offset < 0 or offset > len(self.text):
            offset = 0 if offset < 0 else len(self.text)
        line = bisect_right(self._starts, offset) or 1
        column = offset - self._starts[line - 1] + 1
        return Position(line, max(1, column), offset)

    def span(self, start: int, end: int) -> Span:
        """The span of the characters start..end."""
        return Span(self.file, self.position(start), self.position(max(start, end)))

    @property
    def count(self) -> int:
        """How many lines there are; a line break at the end begins no further one."""
        ends = len(self._starts) > 1 and self._starts[-1] == len(self.text)
        return len(self._starts) - 1 if ends else len(self._starts)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def line_start(self, number: int) -> int:
        """The offset of the first character of a line, counted from 1."""
        return self._starts[number - 1]
