"""Ansible's ranges in host names: `sw[01:50]`, `leaf[a:d]`, `r[1:9:2]`."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

_RANGE = re.compile(r"\[(?P<first>\w+):(?P<last>\w+)(?::(?P<step>\d+))?\]")
MOST = 100_000


def expand(pattern: str) -> list[str]:
    """Every name that a pattern stands for, in order.

    Raises:
        ValueError: the range is empty, mixed or larger than 100,000 names.
    """
    match = _RANGE.search(pattern)
    if match is None:
        return [pattern]
    head, tail = pattern[: match.start()], expand(pattern[match.end() :])
    values = _values(match["first"], match["last"], int(match["step"] or 1))
    if len(values) * len(tail) > MOST:
        raise ValueError(f"the range {pattern!r} has more than {MOST} names")
    return [f"{head}{value}{rest}" for value in values for rest in tail]


def _values(first: str, last: str, step: int) -> list[str]:
    if step < 1:
        raise ValueError("the step of a range is at least 1")
    if first.isdigit() and last.isdigit():
        if int(last) - int(first) > MOST * step:
            raise ValueError(f"the range [{first}:{last}] has more than {MOST} names")
        width = len(first) if first.startswith("0") and len(first) > 1 else 1
        found = [f"{number:0{width}d}" for number in range(int(first), int(last) + 1, step)]
    else:
        letters = next((a for a in (ascii_lowercase, ascii_uppercase) if first in a and last in a), None)
        if letters is None or len(first) != 1 or len(last) != 1:
            raise ValueError(f"the range [{first}:{last}] has to be of numbers or of single letters")
        found = list(letters[letters.index(first) : letters.index(last) + 1 : step])
    if not found:
        raise ValueError(f"the range [{first}:{last}] is empty")
    return found
