"""Scalars: what a plain one means in the YAML 1.2 core schema, and which source character became which."""

from __future__ import annotations

import re
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


class _Unit(NamedTuple):
    start: int
    end: int
    char: str
    escaped: bool


class ScalarMap:
    """Aligns the characters of a scalar's value with those of its source.

    Folding, chomping and indentation only add or remove white space, so every other character of the value is
    the next one of the source.
    """

    def __init__(self, raw: str, style: str, value: str) -> None:
        self._units = _align(_units(raw, style), value)

    def range(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the raw text of the value's characters start..end; None where they do not align."""
        units = self._units
        if units is None:
            return None
        if not units:
            return (0, 0)
        if start >= len(units):
            return (units[-1].end, units[-1].end)
        first = units[start]
        if end <= start:
            return (first.start, first.start)
        return (first.start, units[min(end, len(units)) - 1].end)


def _units(raw: str, style: str) -> list[_Unit]:
    if style in ("|", ">"):
        header = _BLOCK_HEADER.match(raw)
        skip = header.end() if header else 0
        return [_Unit(i, i + 1, raw[i], escaped=False) for i in range(skip, len(raw))]
    if style == "'":
        return _single_quoted(raw)
    if style == '"':
        return _double_quoted(raw)
    return [_Unit(i, i + 1, char, escaped=False) for i, char in enumerate(raw)]


def _single_quoted(raw: str) -> list[_Unit]:
    units = []
    at = 1
    while at < len(raw) - 1:
        width = 2 if raw.startswith("''", at) else 1
        units.append(_Unit(at, at + width, raw[at], escaped=False))
        at += width
    return units


def _double_quoted(raw: str) -> list[_Unit]:
    units = []
    at = 1
    while at < len(raw) - 1:
        if raw[at] != "\\":
            units.append(_Unit(at, at + 1, raw[at], escaped=False))
            at += 1
            continue
        kind = raw[at + 1]
        width = 2 + _HEX_ESCAPES.get(kind, 0)
        if kind in _HEX_ESCAPES:
            units.append(_Unit(at, at + width, chr(int(raw[at + 2 : at + width], 16)), escaped=True))
        elif kind in _ESCAPES:
            units.append(_Unit(at, at + width, _ESCAPES[kind], escaped=True))
        at += width
    return units


def _align(units: list[_Unit], value: str) -> list[_Unit] | None:
    aligned: list[_Unit] = []
    at = 0
    for char in value:
        if char not in _WHITE:
            while at < len(units) and units[at].char in _WHITE and not units[at].escaped:
                at += 1
            if at >= len(units) or units[at].char != char:
                return None
        if at >= len(units):
            end = units[-1].end if units else 0
            aligned.append(_Unit(end, end, char, escaped=False))
            continue
        unit = units[at]
        if char in _WHITE and unit.char not in _WHITE:
            aligned.append(_Unit(unit.start, unit.start, char, escaped=False))
            continue
        aligned.append(unit)
        at += 1
    return aligned
