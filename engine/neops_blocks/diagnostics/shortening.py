"""Long texts made fit for a message."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """The text, cut after `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else f"{text[:most]}…"
