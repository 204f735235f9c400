"""Python's errors as a part of a sentence: without addresses of objects, and no longer than a line or two."""

from __future__ import annotations

import re

from neops_blocks.diagnostics import shortened

LONGEST = 200
_ADDRESS = re.compile(r" (?:object )?at 0x[0-9a-fA-F]+")


def reason(error: BaseException) -> str:
    """What went wrong, in words."""
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    if isinstance(error, MemoryError):
        return "it needs too much memory"
    text = one_line(_ADDRESS.sub("", str(error)))
    if isinstance(error, KeyError):
        return f"there is no {text}"
    return text or type(error).__name__


def one_line(text: str) -> str:
    """The text on one line, its end cut off where it is long."""
    return shortened(" ".join(text.split()), LONGEST)
