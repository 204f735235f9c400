"""Which fixes can be done at one time."""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.diagnostics import Edit, Finding, Fix


def chosen(findings: Iterable[Finding], *, unsafe: bool) -> dict[Fix, list[Finding]]:
    """The fixes that do not touch each other, each with the findings that it mends.

    A fix is done as a whole or not at all; of two that touch each other the first one in the file is, and
    of two in the same place the safe one.
    """
    taken = _Taken()
    fixes: dict[Fix, list[Finding]] = {}
    by_edits: dict[tuple[Edit, ...], Fix] = {}
    for finding in sorted(findings, key=_rank):
        fix = finding.fix
        if fix is None or not fix.edits or not (fix.safe or unsafe):
            continue
        if fix.edits in by_edits:
            fixes[by_edits[fix.edits]].append(finding)
        elif taken.are_free(fix.edits):
            taken.take(fix.edits)
            by_edits[fix.edits] = fix
            fixes[fix] = [finding]
    return fixes


def _rank(finding: Finding) -> tuple[int, bool]:
    edits = finding.fix.edits if finding.fix else ()
    first = min((edit.span.start.offset for edit in edits), default=0)
    return first, not (finding.fix and finding.fix.safe)


class _Taken:
    """The characters that edits replace, as ranges in order that do not touch each other."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []

    def are_free(self, edits: Sequence[Edit]) -> bool:
        """Whether no edit touches one that was taken."""
        return not any(self._touched(*_range(edit)) for edit in edits)

    def take(self, edits: Sequence[Edit]) -> None:
        """Take the characters of edits."""
        for edit in edits:
            insort(self._ranges, _range(edit))

    def _touched(self, start: int, end: int) -> bool:
        before = bisect_right(self._ranges, end, key=lambda taken: taken[0]) - 1
        return before >= 0 and self._ranges[before][1] >= start


def _range(edit: Edit) -> tuple[int, int]:
    return edit.span.start.offset, edit.span.end.offset
