"""Scalars: what a plain one means in the YAML 1.2 core schema, and which source character became which."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z")
_NAN = {".nan", ".NaN", ".NAN"}
_WHITE = frozenset(" \t\r\n\x85\u2028\u2029")
_PIECE = re.compile(r"(?P<word>[^ \t\r\n\x85\u2028\u2029]+)|[ \t\r\n\x85\u2028\u2029]+")
_IN_QUOTES = re.compile(r"['\"\\]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEX_ESCAPES = {"x": 2, "u": 4, "U": 8}

PlainValue = str | int | float | bool | None


def resolve(text: str) -> PlainValue:
    """The value of a plain scalar in the YAML 1.2 core schema.

    Raises:
        ValueError: a number with more digits than Python converts.
    """
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] in "+-.0123456789":
        return _number(text)
    return text


def _number(text: str) -> PlainValue:
    if _INT.match(text):
        return int(text)
    if _OCTAL.match(text):
        return int(text, 0)
    if _HEX.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    if _INFINITE.match(text):
        return float(text.replace(".", ""))
    return float("nan") if text in _NAN else text


class _Run(NamedTuple):
    """Characters of a value from `value` on, which are those of the source from `start` on, one for one.

    `end`: where the source of the last one ends; a single character may be written with several or none.
    """

    value: int
    start: int
    end: int


class ScalarMap:
    """Aligns the characters of a scalar's value with those of its source.

    Folding, chomping and indentation only add or remove white space, so every other character of the value is
    the next one of the source.
    """

    def __init__(self, raw: str, style: str, value: str) -> None:
        self._length = len(value)
        self._runs = _Aligner(raw, style).runs(value)

    def range(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the raw text of the value's characters start..end; None where they do not align."""
        if self._runs is None:
            return None
        if not self._runs:
            return (0, 0)
        if start >= self._length:
            return (self._runs[-1].end, self._runs[-1].end)
        first = self._place(start)
        if end <= start:
            return (first[0], first[0])
        return (first[0], self._place(min(end, self._length) - 1)[1])

    def _place(self, index: int) -> tuple[int, int]:
        """Where one character of the value stands."""
        assert self._runs is not None
        at = bisect_right(self._runs, index, key=lambda run: run.value) - 1
        run = self._runs[at]
        following = self._runs[at + 1].value if at + 1 < len(self._runs) else self._length
        if following - run.value == 1:
            return run.start, run.end
        start = run.start + index - run.value
        return start, start + 1


class _Aligner:
    """Walks through the source of a scalar in step with its value."""

    def __init__(self, raw: str, style: str) -> None:
        self._raw = raw
        self._quote = style if style in ("'", '"') else ""
        self._at, self._end = 0, len(raw)
        if self._quote:
            self._at, self._end = 1, len(raw) - 1
        elif style:
            header = _BLOCK_HEADER.match(raw)
            self._at = header.end() if header else 0
        self._beyond = self._end if self._at < self._end else 0
        self._runs: list[_Run] = []

    def runs(self, value: str) -> list[_Run] | None:
        """The runs of a value; None where it is not that of the source."""
        for match in _PIECE.finditer(value):
            aligned = self._word if match.lastgroup else self._white
            if not aligned(match.group(), match.start()):
                return None
        return self._runs

    def _word(self, word: str, value: int) -> bool:
        """A piece without white space stands in the source as it is, but for quotes and escapes."""
        self._skip_white()
        if self._stands_here(word) and (not self._quote or not _IN_QUOTES.search(word)):
            self._add(value, len(word), len(word))
            return True
        for index, char in enumerate(word, value):
            self._skip_white()
            width, written = self._unit()
            if written != char:
                return False
            self._add(index, 1, width)
        return True

    def _white(self, space: str, value: int) -> bool:
        """White space of the value is the next white space of the source, or was made of nothing there."""
        if self._stands_here(space):
            self._add(value, len(space), len(space))
            return True
        for index in range(value, value + len(space)):
            width, written = self._unit()
            if not width:
                self._runs.append(_Run(index, self._beyond, self._beyond))
            else:
                self._add(index, 1, width if written in _WHITE else 0)
        return True

    def _stands_here(self, piece: str) -> bool:
        return self._at + len(piece) <= self._end and self._raw.startswith(piece, self._at)

    def _skip_white(self) -> None:
        self._unit()  # steps over escaped line ends
        while self._at < self._end and self._raw[self._at] in _WHITE:
            self._at += 1
            self._unit()

    def _unit(self) -> tuple[int, str]:
        """How many characters of the source the next one of the value has, and which it is; 0 at the end."""
        raw = self._raw
        while self._at < self._end:
            char = raw[self._at]
            if char == "'" and self._quote == "'":
                return (2 if raw.startswith("''", self._at) else 1), char
            if char != "\\" or self._quote != '"':
                return 1, char
            kind = raw[self._at + 1]
            width = 2 + _HEX_ESCAPES.get(kind, 0)
            if kind in _HEX_ESCAPES:
                return width, chr(int(raw[self._at + 2 : self._at + width], 16))
            if kind in _ESCAPES:
                return width, _ESCAPES[kind]
            self._at += width
        return 0, ""

    def _add(self, value: int, count: int, width: int) -> None:
        """So many characters of the value are the next `width` ones of the source."""
        start, end = self._at, self._at + width
        self._at = end
        if self._runs and width == count:
            last = self._runs[-1]
            if last.end == start and last.end - last.start == value - last.value:
                self._runs[-1] = _Run(last.value, last.start, end)
                return
        self._runs.append(_Run(value, start, end))
