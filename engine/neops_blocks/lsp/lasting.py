"""Findings that stay while a line is being typed that makes the text no YAML.

Of such a text the linter can tell nothing but the error. What it told of the last text that could be read
still holds on the lines that have not changed since.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.diagnostics import Finding, Fix, Related, Span
    from neops_blocks.lsp.buffer import Buffer


def lasting(before: Buffer, findings: Sequence[Finding], now: Buffer) -> Iterator[Finding]:
    """The findings of a text before that are about lines that are still there, where they are now."""
    moved = _Moved(before, now)
    for finding in findings:
        span = moved.span(finding.span)
        if span is not None:
            yield replace(
                finding, span=span, related=moved.related(finding.related), fix=moved.fix(finding.fix)
            )


class _Moved:
    """Places of a text before, and what they are now: gone, where they are in lines that have changed."""

    def __init__(self, before: Buffer, now: Buffer) -> None:
        old, new = (buffer.text.splitlines(keepends=True) for buffer in (before, now))
        most = min(len(old), len(new))
        above = next((number for number in range(most) if old[number] != new[number]), most)
        below = next((n for n in range(most - above) if old[-1 - n] != new[-1 - n]), most - above)
        self._now = now
        self._first = sum(map(len, old[:above]))
        self._last = sum(map(len, old[: len(old) - below]))
        self._longer = len(now.text) - len(before.text)

    def span(self, span: Span) -> Span | None:
        start, end = span.start.offset, span.end.offset
        if span.file != self._now.file or (start < self._first and end <= self._first):
            return span
        if start >= self._last and self._last < len(self._now.text) - self._longer:
            return self._now.lines.span(start + self._longer, end + self._longer)
        return None

    def related(self, related: tuple[Related, ...]) -> tuple[Related, ...]:
        moved = ((one, self.span(one.span)) for one in related)
        return tuple(replace(one, span=span) for one, span in moved if span is not None)

    def fix(self, fix: Fix | None) -> Fix | None:
        """A fix is done as a whole or not at all."""
        if fix is None:
            return None
        moved = [(edit, self.span(edit.span)) for edit in fix.edits]
        edits = tuple(replace(edit, span=span) for edit, span in moved if span is not None)
        return replace(fix, edits=edits) if len(edits) == len(fix.edits) else None
