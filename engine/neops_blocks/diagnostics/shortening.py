"""Long texts and long lists made fit for a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def shortened(text: str, most: int) -> str:
    """The text, cut after `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else f"{text[:most]}…"


def first_few(texts: Sequence[str], most: int) -> str:
    """The first `most` texts with commas between them, and how many more there are."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
