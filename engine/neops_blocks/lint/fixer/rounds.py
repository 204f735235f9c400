"""Fixes in rounds: what touched another fix, or comes to light by one, is mended in the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.edits import edited
from neops_blocks.lint.fixer.choosing import chosen
from neops_blocks.lint.fixer.comparing import changed_only, is_whole
from neops_blocks.source import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from neops_blocks.diagnostics import Edit, Finding, Fix
    from neops_blocks.lint.linted import Linted
    from neops_blocks.source import Source

_STOPPING = {Code.SYNTAX, Code.BAD_CHARACTER}
MOST_ROUNDS = 20
MOST_CHARACTERS = 400_000
"""All that is linted again and again; what is left in a file of more than 20,000, the next run mends."""
MOST_ERRORS = 200
"""Of errors that keep a text from being YAML only one is known at a time."""


@dataclass(frozen=True)
class Fixed:
    """A file and what became of it.

    Attributes:
        before: its text.
        linted: what is found in its text now, with the findings that were fixed.
        wrong: findings whose fix would have changed something else; then the file is left alone.
    """

    before: str
    linted: Linted
    wrong: tuple[Finding, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the text is another one now."""
        return self.linted.text != self.before


def fix(source: Source, lint: Callable[[Source], Linted], *, unsafe: bool = False) -> Fixed:
    """Do the fixes of a file, round after round; nothing is written.

    Fixes that touch each other, or together make something else than each alone, are done in rounds of their
    own. After each round the text is read again. Where anything has changed that no fix was about, the file
    is left as it was: that is a mistake in a rule, never one of the author. Where a text is not valid YAML,
    only that is mended.

    Args:
        source: the file as it was read.
        lint: what finds the findings.
        unsafe: do those fixes too that may change what the block does.
    """
    first = linted = lint(source)
    now, found = source, first.findings
    fixed: list[Finding] = []
    rounds = errors = 0
    most = min(MOST_ROUNDS, max(1, MOST_CHARACTERS // (len(source.text) or 1)))
    while rounds < most and errors < MOST_ERRORS:
        fixes = _next(found, now, unsafe=unsafe)
        if not fixes:
            break
        after = _after(now, fixes)
        if not changed_only(now, after, _edits(fixes)):
            if not is_whole(now):
                break
            wrong = _wrong(now, fixes)
            if wrong:
                return Fixed(source.text, first, wrong)
            fixes = _together(now, list(fixes.items()))
            after = _after(now, fixes)
        rounds, errors = (rounds + 1, errors) if is_whole(now) else (rounds, errors + 1)
        fixed += [finding for findings in fixes.values() for finding in findings]
        now = after
        if is_whole(now):
            linted = lint(now)
        found = linted.findings if is_whole(now) else now.findings
    if linted.text != now.text:
        linted = lint(now)
    return Fixed(source.text, replace(linted, fixed=tuple(fixed)))


def _next(findings: Iterable[Finding], source: Source, *, unsafe: bool) -> dict[Fix, list[Finding]]:
    """The fixes of a round: what stands where comes before what names mean, which may depend on it."""
    mendable = [found for found in findings if is_whole(source) or found.code in _STOPPING]
    early = [found for found in mendable if found.code < Code.BAD_DEFAULT]
    return chosen(early, unsafe=unsafe) or chosen(mendable, unsafe=unsafe)


def _together(source: Source, fixes: list[tuple[Fix, list[Finding]]]) -> dict[Fix, list[Finding]]:
    """Of fixes that are right by themselves the first ones that are not in each other's way."""
    if len(fixes) == 1:
        return dict(fixes)
    middle = len(fixes) // 2
    some = _together(source, fixes[:middle])
    more = {**some, **_together(source, fixes[middle:])}
    return more if changed_only(source, _after(source, more), _edits(more)) else some


def _after(source: Source, fixes: Iterable[Fix]) -> Source:
    return load(edited(source.text, _edits(fixes)), source.file)


def _edits(fixes: Iterable[Fix]) -> list[Edit]:
    return [edit for fix in fixes for edit in fix.edits]


def _wrong(source: Source, fixes: dict[Fix, list[Finding]]) -> tuple[Finding, ...]:
    """The findings whose fix is wrong by itself; none where only several are in each other's way."""
    return tuple(
        finding
        for fix, findings in fixes.items()
        if not changed_only(source, _after(source, [fix]), fix.edits)
        for finding in findings
    )
