"""A text as it would be read after edits: whether they make YAML of it, and what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from neops_blocks.source.parsers import events
from neops_blocks.source.text import BYTE_ORDER_MARK, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.diagnostics import Edit

MOST = 200_000
"""Characters of a text that is read again."""
_MARKS = ("context_mark", "problem_mark")


@dataclass(frozen=True)
class Reading:
    """A text as the parser sees it.

    Attributes:
        events: what it holds.
        continued: lines that only go on with a text without quotes, from 0.
        error: the line where what cannot be read begins, from 0; None where all can be.
        offset: where the parser stops; None where it does not.
    """

    events: tuple[object, ...]
    continued: frozenset[int]
    error: int | None = None
    offset: int | None = None


def read_edited(lines: Text, edits: Iterable[Edit]) -> Reading:
    """What the parser makes of a text with edits, which stand in order."""
    parts, done = [], 0
    for edit in edits:
        parts += [lines.text[done : edit.span.start.offset], edit.text]
        done = edit.span.end.offset
    return _read("".join([*parts, lines.text[done:]]))


def _read(text: str) -> Reading:
    skip = 1 if text.startswith(BYTE_ORDER_MARK) else 0
    lines = Text("", text)
    held, continued = [], set()

    def line(mark: Any) -> int:
        """The line of an editor: to the parser some other characters end one, too."""
        return lines.position(mark.index + skip).line - 1

    try:
        for event in events(text[skip:]):
            value = getattr(event, "value", None)
            held.append((type(event), value, getattr(event, "anchor", None), getattr(event, "tag", None)))
            plain = not getattr(event, "style", "of texts only")
            if plain and event.start_mark.line != event.end_mark.line:
                continued |= set(range(line(event.start_mark) + 1, line(event.end_mark) + 1))
    except yaml.YAMLError as error:
        marks = [mark for mark in (getattr(error, name, None) for name in _MARKS) if mark is not None]
        begun = min((line(mark) for mark in marks), default=0)
        offset = marks[-1].index + skip if marks else 0
        return Reading(tuple(held), frozenset(continued), begun, offset)
    return Reading(tuple(held), frozenset(continued))
