"""What can be done about findings: their fixes, and comments that ignore them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.fixer import fix as fix_all
from neops_blocks.lint.suppressions import with_ignores
from neops_blocks.source import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint import Linted
    from neops_blocks.lsp.buffer import Buffer
    from neops_blocks.source import Source

Change = tuple[int, int, str]
"""The offsets of the characters to replace, and what they become."""


@dataclass(frozen=True)
class Action:
    """Something to do: its title, the changes, the findings that it mends, whether it is the obvious one."""

    title: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()
    preferred: bool = False


def quick_fixes(buffer: Buffer, findings: Sequence[Finding], start: int, end: int) -> list[Action]:
    """What can be done about the findings that touch the characters from start to end."""
    touched = [
        finding
        for finding in findings
        if finding.span.start.offset <= end and start <= finding.span.end.offset
    ]
    return [*_fixes(touched), *_ignores(buffer, touched)]


def _fixes(findings: Sequence[Finding]) -> Iterator[Action]:
    mended: dict[tuple[Change, ...], list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None and finding.fix.edits:
            edits = finding.fix.edits
            changes = tuple((edit.span.start.offset, edit.span.end.offset, edit.text) for edit in edits)
            mended.setdefault(changes, []).append(finding)
    for changes, about in mended.items():
        fix = about[0].fix
        if fix is not None:
            title = fix.message if fix.safe else f"{fix.message} (may change what the block does)"
            yield Action(_sentence(title), changes, tuple(about), preferred=fix.safe)


def _ignores(buffer: Buffer, findings: Sequence[Finding]) -> Iterator[Action]:
    """Errors cannot be ignored: the block would not run all the same."""
    ignorable = {str(one.code): one for one in findings if one.severity is not Severity.ERROR}
    source = load(buffer.text, buffer.file) if ignorable else None
    for code, finding in ignorable.items():
        change = difference(
            buffer.text, with_ignores(source, [finding]) if source is not None else buffer.text
        )
        if change is not None:
            yield Action(f"Ignore {code} here", (change,), (finding,))


def everything_fixed(buffer: Buffer, lint: Callable[[Source], Linted]) -> Action | None:
    """All fixes that never change what the block does; None where there are none."""
    done = fix_all(load(buffer.text, buffer.file), lint)
    change = difference(buffer.text, done.linted.text)
    return Action("Fix all that is safe to fix", (change,)) if change is not None else None


def difference(before: str, after: str) -> Change | None:
    """The smallest change from one text to another; None where they are the same."""
    if before == after:
        return None
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    same = 0
    while same < most - start and before[-1 - same] == after[-1 - same]:
        same += 1
    return start, len(before) - same, after[start : len(after) - same]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
