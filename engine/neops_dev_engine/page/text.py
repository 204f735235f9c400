"""Words for people: durations, ages, and text of others in which nothing is hidden."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from neops_dev_engine.clock import iso

_SECOND, _MINUTE, _HOUR, _DAY = 1_000, 60_000, 3_600_000, 86_400_000
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROL_PICTURES, _DELETE, _SPACE = 0x2400, 0x7F, 0x20
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def visible(value: Any) -> Any:
    """A text with its control characters and changes of direction made visible; anything else as it is.

    Text of workers and devices may hold escape sequences, or characters that make a line read as another one.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _UNSEEN.sub(_picture, value.replace("\r\n", "\n"))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _SPACE:
        return chr(_CONTROL_PICTURES + code)
    return "\u2421" if code == _DELETE else f"\\u{code:04x}"


def duration(milliseconds: float | None) -> str:
    """A length of time: ``0.42 s``, ``12.3 s``, ``3 min 04 s``, ``2 h 05 min``, ``3 d 4 h``."""
    if milliseconds is None:
        return "–"
    span = max(0.0, milliseconds)
    if span < _SECOND:
        return f"{span / _SECOND:.2f} s"
    if span < 100 * _SECOND:
        return f"{span / _SECOND:.1f} s"
    whole = round(span / _SECOND)
    if whole < _HOUR // _SECOND:
        return f"{whole // 60} min {whole % 60:02d} s"
    if whole < _DAY // _SECOND:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    return f"{whole // 86400} d {whole % 86400 // 3600} h"


def age(milliseconds: int) -> str:
    """How long ago something was. The page's script has the same words."""
    span = max(0, milliseconds)
    if span < 2 * _SECOND:
        return "just now"
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"), (_SECOND, "s")):
        if span >= unit:
            return f"{span // unit} {name} ago"
    raise AssertionError("unreachable")


def moment(milliseconds: int) -> str:
    """A moment as people read it, in UTC: ``2026-01-31 13:07:09``."""
    return iso(milliseconds)[:19].replace("T", " ")


def clock_time(milliseconds: int) -> str:
    """The time of day with its milliseconds, in UTC: ``13:07:09.042``."""
    return iso(milliseconds)[11:23]


def parse_moment(text: Any) -> int | None:
    """The moment in an ISO-8601 text of others; None if it is none."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    milliseconds = round((aware - _EARLIEST).total_seconds() * 1000)
    return milliseconds if milliseconds >= 0 else None


def number(value: Any) -> float | None:
    """A number of others; None if it is none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def words(value: Any) -> str | None:
    """A text of others; None if it is none, or empty."""
    return value if isinstance(value, str) and value else None


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 job``, ``2 jobs``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}".replace(",", "\u202f")
