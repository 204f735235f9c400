"""Terms: whether a single value is meant by a word, a phrase or a range. Letter case never counts."""

from __future__ import annotations

import fnmatch
import ipaddress
import re
from collections.abc import Callable

from neops_dev_engine.workflows.queries.subject import Scalar

Test = Callable[[Scalar], bool]
_TOKEN = re.compile(r"\w+(?:[.']\w+)*")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WILD = re.compile(r"(?<!\\)(?:\\\\)*[*?]")
_OPEN_END = "*"


def word(text: str) -> Test:
    """A word, maybe with ``*`` and ``?``: the whole value is meant, or a word in it."""
    if _WILD.search(text):
        return _pattern(text)
    return phrase(text)


def phrase(text: str) -> Test:
    """Words in their order: the whole value is meant, or a part of it."""
    wanted = _ESCAPED.sub(r"\1", text).casefold().strip()
    tokens = _TOKEN.findall(wanted)
    number = _number(wanted)

    def test(value: Scalar) -> bool:
        if isinstance(value, bool):
            return wanted == str(value).lower()
        if not isinstance(value, str):
            return number is not None and value == number
        told = value.casefold()
        return told.strip() == wanted or (bool(tokens) and _contains(_TOKEN.findall(told), tokens))

    return test


def between(low: str, high: str, *, with_low: bool, with_high: bool) -> Test:
    """A range of numbers, addresses or texts, open where an end is ``*``."""

    def test(value: Scalar) -> bool:
        return _fits(value, low, 1, equal=with_low) and _fits(value, high, -1, equal=with_high)

    return test


def anything(_value: Scalar) -> bool:
    """Every value is meant."""
    return True


def _pattern(text: str) -> Test:
    """The same as shells match file names, which never takes long."""
    parts = []
    for part in re.findall(r"\\.|.", text.casefold(), re.DOTALL):
        literal = part[1:] if len(part) > 1 else part
        parts.append(f"[{literal}]" if literal == "[" or (len(part) > 1 and literal in "*?") else literal)
    matches = re.compile(fnmatch.translate("".join(parts))).match

    def test(value: Scalar) -> bool:
        told = str(value).casefold()
        return bool(matches(told)) or any(matches(token) for token in _TOKEN.findall(told))

    return test


def _contains(words: list[str], wanted: list[str]) -> bool:
    last = len(words) - len(wanted)
    return any(words[first : first + len(wanted)] == wanted for first in range(last + 1))


def _fits(value: Scalar, end: str, sign: int, *, equal: bool) -> bool:
    """Whether a value is beyond an end (sign 1) or before it (sign -1)."""
    if end == _OPEN_END:
        return True
    order = _order(value, end)
    return order is not None and (order * sign > 0 or (equal and order == 0))


def _order(value: Scalar, end: str) -> int | None:
    if not isinstance(value, str):
        number = _number(end)
        return None if number is None or isinstance(value, bool) else (value > number) - (value < number)
    here, there = _address(value), _address(end)
    if here is not None and there is not None:
        return (here > there) - (here < there)
    told, wanted = value.casefold(), end.casefold()
    return (told > wanted) - (told < wanted)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _address(text: str) -> tuple[int, int] | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return address.version, int(address)
