"""Comments that ignore findings: `# neops: ignore[CODE] reason`, `# neops: ignore-file[CODE] reason`.

Most files have none, so that what reads and writes them is imported when one is there, or to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.lint.suppressions.suppressed import Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.diagnostics import Finding
    from neops_blocks.source import Source, Text

PREFIX = "neops:"

__all__ = ["PREFIX", "Suppressed", "apply", "with_ignores"]


def apply(
    findings: Sequence[Finding], lines: Text, *, complete: bool
) -> tuple[Sequence[Finding], Sequence[Suppressed]]:
    """The findings that are left, with those about the comments; and the ignored ones.

    `complete`: every rule has seen all of the file.
    """
    if PREFIX not in lines.text:
        return findings, ()
    from neops_blocks.lint.suppressions.applying import applied
    from neops_blocks.source.bounds import MAX_CHARACTERS

    if len(lines.text) > MAX_CHARACTERS:
        return findings, ()
    return applied(findings, lines, complete=complete)


def with_ignores(source: Source, findings: Iterable[Finding]) -> str:
    """The text of a file with a comment for each finding that can be ignored."""
    from neops_blocks.lint.suppressions.adding import added

    return added(source, findings)
