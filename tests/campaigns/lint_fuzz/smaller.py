"""Makes an input smaller that still fails in the same way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def smaller(data: bytes, fails: Callable[[bytes], bool], *, seconds: float) -> bytes:
    """The smallest input found in that time: lines, then characters are left out while it still fails."""
    until = time.monotonic() + seconds
    for split in (_lines, _characters):
        parts = split(data)
        size = max(1, len(parts) // 2)
        while parts and time.monotonic() < until:
            at, shrunk = 0, False
            while at < len(parts) and time.monotonic() < until:
                tried = parts[:at] + parts[at + size :]
                if fails(b"".join(tried)):
                    parts, shrunk = tried, True
                else:
                    at += size
            if size == 1 and not shrunk:
                break
            size = max(1, size // 2)
        data = b"".join(parts)
    return data


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _characters(data: bytes) -> list[bytes]:
    try:
        return [character.encode() for character in data.decode()]
    except UnicodeDecodeError:
        return [data[at : at + 1] for at in range(len(data))]
