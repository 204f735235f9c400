"""What the author may have meant: the part of a message that turns an error into a fix."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 8


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one, or None where nothing is near."""
    by_case = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_case, n=1, cutoff=0.6)
    return by_case[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str], *, what: str = "known here") -> str:
    """A sentence for the help line: the nearest word, else the first few that exist."""
    names = sorted(set(known))
    near = closest(word, names)
    if near is not None:
        return f"did you mean {near!r}?"
    if not names:
        return f"{what}: none"
    more = ", ..." if len(names) > SHOWN else ""
    return f"{what}: {', '.join(names[:SHOWN])}{more}"
