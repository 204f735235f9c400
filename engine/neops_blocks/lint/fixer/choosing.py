"""Which fixes can be done at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.diagnostics import Edit, Finding, Fix


def chosen(findings: Iterable[Finding], *, unsafe: bool) -> dict[Fix, list[Finding]]:
    """The fixes that do not touch each other, each with the findings that it mends.

    A fix is done as a whole or not at all; of two that touch each other the first one in the file is, and
    of two in the same place the safe one.
    """
    taken: list[tuple[int, int]] = []
    fixes: dict[Fix, list[Finding]] = {}
    by_edits: dict[tuple[Edit, ...], Fix] = {}
    for finding in sorted(findings, key=_rank):
        fix = finding.fix
        if fix is None or not fix.edits or not (fix.safe or unsafe):
            continue
        if fix.edits in by_edits:
            fixes[by_edits[fix.edits]].append(finding)
        elif not _touches(fix.edits, taken):
            taken += map(_range, fix.edits)
            by_edits[fix.edits] = fix
            fixes[fix] = [finding]
    return fixes


def _rank(finding: Finding) -> tuple[int, bool]:
    edits = finding.fix.edits if finding.fix else ()
    first = min((edit.span.start.offset for edit in edits), default=0)
    return first, not (finding.fix and finding.fix.safe)


def _touches(edits: Sequence[Edit], taken: list[tuple[int, int]]) -> bool:
    return any(
        start <= other_end and other_start <= end
        for start, end in map(_range, edits)
        for other_start, other_end in taken
    )


def _range(edit: Edit) -> tuple[int, int]:
    return edit.span.start.offset, edit.span.end.offset
