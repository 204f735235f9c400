"""Changes a text by the places of characters: whatever is not edited stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.diagnostics import Edit


_LINE_END = re.compile(r"\r\n|\r|\n")


def line_end(text: str) -> str:
    """How the lines of a text end: as its first one does."""
    found = _LINE_END.search(text)
    return found.group() if found else "\n"


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits done; one that touches an earlier one is left out."""
    parts, done = [], -1
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span.start.offset, edit.span.end.offset
        if start > done:
            parts += [text[max(done, 0) : start], edit.text]
            done = end
    return "".join([*parts, text[max(done, 0) :]])
