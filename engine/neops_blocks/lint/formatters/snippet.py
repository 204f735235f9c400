"""A line of the source as a terminal shows it."""

from __future__ import annotations

import unicodedata

_TAB = "    "
_WIDEST = 120
_LEAD = 40


class Snippet:
    """A line with tabs as spaces and control characters as dots; of a very long one the part that matters."""

    def __init__(self, line: str, column: int) -> None:
        self._line = line
        self._from = 0
        if len(line) > _WIDEST and column > _WIDEST - _LEAD:
            self._from = max(0, min(column - _LEAD, len(line) - _WIDEST))
        self._to = self._from + _WIDEST
        self._head = "..." if self._from else ""

    @property
    def shown(self) -> str:
        """The text to print."""
        tail = "..." if len(self._line) > self._to else ""
        return self._head + "".join(map(_shown, self._line[self._from : self._to])) + tail

    def marks(self, start: int, end: int | None, mark: str) -> tuple[str, str]:
        """White space up to a column, and marks under the characters up to another (None: the line's end)."""
        first = max(self._from, min(start - 1, len(self._line)))
        last = min(self._to, len(self._line) if end is None else end - 1)
        before = len(self._head) + _width(self._line[self._from : first])
        under = max(1, _width(self._line[first:last].rstrip() if end is None else self._line[first:last]))
        return " " * before, mark * under


def _shown(char: str) -> str:
    if char == "\t":
        return _TAB
    return char if char.isprintable() else "·"


def _width(text: str) -> int:
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if char == "\t":
        return len(_TAB)
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
