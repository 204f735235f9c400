"""What the author may have meant: the part of a message that turns an error into a fix."""

from __future__ import annotations

import functools
import heapq
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 8
_LONGEST = 80
"""Characters of a word that may be a misspelt one."""
_MOST = 500
"""Known words that are compared."""
_CUTOFF = 0.6


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one, or None where nothing is near."""
    names = tuple(known)
    return None if len(word) > _LONGEST or len(names) > _MOST else _closest(word.lower(), names)


@functools.lru_cache(maxsize=1024)
def _closest(word: str, known: tuple[str, ...]) -> str | None:
    by_case = _by_case(known)
    near = get_close_matches(word, _with_like_letters(word, by_case), n=1, cutoff=_CUTOFF)
    return by_case[near[0]] if near else None


@functools.lru_cache(maxsize=16)
def _by_case(known: tuple[str, ...]) -> dict[str, str]:
    return {name.lower(): name for name in known}


def _with_like_letters(word: str, names: Iterable[str]) -> list[str]:
    """The names with enough letters of a word, in any order: few, found far faster than difflib does."""
    letters, more = _letters(word)
    return [
        name
        for name in names
        if 2 * ((letters & _letters(name)[0]).bit_count() + more) >= _CUTOFF * (len(word) + len(name))
    ]


@functools.lru_cache(maxsize=4096)
def _letters(text: str) -> tuple[int, int]:
    """A bit for each letter of a text, others for its second to eighth time; and how many it has beyond."""
    bits = more = 0
    for character in text:
        slots = 0xFF << ((ord(character) & 63) << 3)
        free = slots & ~bits
        bits |= free & -free
        more += not free
    return bits, more


def did_you_mean(word: str, known: Iterable[str], *, what: str = "known here") -> str:
    """A sentence for the help line: the nearest word, else the first few that exist."""
    distinct = set(known)
    near = closest(word, sorted(distinct)) if len(distinct) <= _MOST else None
    if near is not None:
        return f"did you mean {near!r}?"
    if not distinct:
        return f"{what}: none"
    names = heapq.nsmallest(SHOWN, distinct)
    more = ", ..." if len(distinct) > SHOWN else ""
    return f"{what}: {', '.join(names)}{more}"
