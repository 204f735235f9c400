"""Moments: whole milliseconds since 1970 in the database, ISO-8601 in UTC on the wire."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> int:
    """This moment."""
    return time.time_ns() // 1_000_000


def iso(moment: int) -> str:
    """A moment as the API writes it, e.g. ``2026-01-01T00:00:00.000Z``."""
    seconds, milliseconds = divmod(moment, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{milliseconds:03d}Z"


def iso_or_none(moment: int | None) -> str | None:
    """The same for a moment that may not have come."""
    return None if moment is None else iso(moment)
