"""Lines with three backticks, as chats and documents have them around a text that is copied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Edit, Fix
from neops_blocks.source.trial import MOST, read_edited

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.source.text import Text

_FENCE = re.compile(r"```[\w-]*[ \t]*")


def without_fences(lines: Text, offset: int) -> tuple[Span, Fix] | None:
    """The first such line, and the fix that empties all; None where that mends no error.

    `offset`: where the text stops to be YAML.
    """
    if "```" not in lines.text or len(lines.text) > MOST:
        return None
    spans = [
        lines.span(lines.line_start(number), lines.line_start(number) + len(lines.line(number)))
        for number in range(1, lines.count + 1)
        if _FENCE.fullmatch(lines.line(number))
    ]
    edits = tuple(Edit(span, "") for span in spans)
    error = read_edited(lines, edits).error if edits else 0
    if error is not None and error < lines.position(offset).line:
        return None
    return spans[0], Fix("remove it", edits, safe=False)
