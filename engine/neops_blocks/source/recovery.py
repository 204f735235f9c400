"""Reads YAML that is being typed: lines that make it no YAML are left out, all others keep their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from neops_blocks.source.bounds import MAX_CHARACTERS, MAX_DEPTH
from neops_blocks.source.parsers import events
from neops_blocks.source.reader import load, without_forbidden
from neops_blocks.source.text import BYTE_ORDER_MARK, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.source.reader import Source

_MOST_READS = 12
_VISIBLE = re.compile(r"[^\r\n]")
_QUOTE = re.compile(r"""[:\-,\[{][ \t]+(?P<quote>["'])(?:(?!(?P=quote)).)*$""")


@dataclass(frozen=True)
class _Error:
    """Where the parser gave up, and where what it was reading began."""

    offset: int
    began: int | None
    reading: str


def recover(text: str, file: str) -> Source:
    """What `load` makes of the text without the lines that are no YAML.

    Lines, and characters that YAML forbids, are replaced by white space of the same length. Where no such
    line can be found, everything from the error on is left out.
    """
    if len(text) > MAX_CHARACTERS:
        return load(text, file)
    return load(_readable(without_forbidden(text)), file)


def _readable(text: str) -> str:
    reads = 1
    error = _error(text)
    while error is not None and reads < _MOST_READS:
        best: tuple[int, str, _Error | None] = (error.offset, "", error)
        for line in _suspects(Text("", text), error):
            reads += 1
            without = _blanked(text, line, line)
            left = _error(without)
            reached = len(text) + 1 if left is None else left.offset
            if reached > best[0]:
                best = (reached, without, left)
            if left is None or reads >= _MOST_READS:
                break
        if not best[1]:
            break
        _, text, error = best
    return _cut(text, error)


def _cut(text: str, error: _Error | None) -> str:
    """The text up to the first line that cannot be read."""
    for _ in range(_MOST_READS):
        if error is None:
            return text
        lines = Text("", text)
        first = lines.position(error.offset).line
        if not text[lines.line_start(first) :].strip():  # it is only noticed at the end
            began = lines.position(error.began).line if error.began is not None else first
            last = next((line for line in range(first - 1, 0, -1) if lines.line(line).strip()), 1)
            first = began if error.reading and 1 < began < last else last
        text = _blanked(text, first, lines.count)
        error = _error(text)
    return _VISIBLE.sub(" ", text)


def _suspects(lines: Text, error: _Error) -> Iterator[int]:
    """The lines that may be to blame, the likeliest first, each once."""
    at = lines.position(error.offset).line
    began = lines.position(error.began).line if error.began is not None else at
    found = []
    if "simple key" in error.reading or "quoted" in error.reading:
        found.append(began)
    found += [line for line in range(at, max(0, at - 20), -1) if _QUOTE.search(lines.line(line))][:1]
    before = [line for line in range(at - 1, max(0, at - 20), -1) if lines.line(line).strip()]
    found += [at, *before[:1], began]
    yield from dict.fromkeys(line for line in found if lines.line(line).strip())


def _blanked(text: str, first: int, last: int) -> str:
    lines = Text("", text)
    start = lines.line_start(first)
    end = lines.line_start(last) + len(lines.line(last))
    return text[:start] + _VISIBLE.sub(" ", text[start:end]) + text[end:]


def _error(text: str) -> _Error | None:
    """The first error of the YAML parser; None where there is none, or where the text is nested too deep."""
    skip = 1 if text.startswith(BYTE_ORDER_MARK) else 0
    depth = 0
    try:
        for event in events(text[skip:]):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        began = getattr(error, "context_mark", None)
        return _Error(
            min(mark.index + skip, len(text)) if mark is not None else 0,
            min(began.index + skip, len(text)) if began is not None else None,
            str(getattr(error, "context", "") or ""),
        )
    return None
