"""Changes a text by the places of characters: whatever is not edited stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.diagnostics import Edit


def line_end(text: str) -> str:
    """How the lines of a text end: as its first one does."""
    feed, carriage = text.find("\n"), text.find("\r")
    if carriage < 0 or 0 <= feed < carriage:
        return "\n"
    return "\r\n" if feed == carriage + 1 else "\r"


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits done; one that touches an earlier one is left out."""
    parts, done = [], -1
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span.start.offset, edit.span.end.offset
        if start > done:
            parts += [text[max(done, 0) : start], edit.text]
            done = end
    return "".join([*parts, text[max(done, 0) :]])
