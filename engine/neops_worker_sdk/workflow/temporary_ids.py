"""Ids for entities that a job creates, until the engine gives them their own."""

from __future__ import annotations

import itertools
import random

FIRST, END = 10_000_000, 2**31
_STEP = 982_451_653  # a prime that does not divide the size of the range, so no id comes twice
_SEQUENCE = itertools.count(random.randrange(END - FIRST))  # noqa: S311 - spreads ids, guards nothing


def generate_temporary_id() -> int:
    """An id in [10 000 000, 2**31), not given before in this process; another process starts elsewhere."""
    return FIRST + next(_SEQUENCE) * _STEP % (END - FIRST)
