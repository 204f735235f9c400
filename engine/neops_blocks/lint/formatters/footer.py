"""The last line of a report for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.linted import Linted

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def footer(files: Sequence[Linted]) -> str:
    """How many findings there are, and what is to be known of them.

    `Found 2 errors and 1 warning. [*] 2 fixable with --fix (1 unsafe). 1 ignored.`; after fixes
    `Found 9 errors (4 fixed, 5 remaining).`; else `Found nothing wrong in 12 files.`
    """
    if not files:
        return "Found no blocks."
    findings = [finding for file in files for finding in file.findings]
    fixed = [finding for file in files for finding in file.fixed]
    ignored = sum(len(file.suppressed) for file in files)
    clean = f"Found nothing wrong in {_count(len(files), 'file')}."
    told = counted(findings, fixed) if findings or fixed else clean
    parts = [told, _fixable(findings), f"{ignored} ignored." if ignored else ""]
    return " ".join(filter(None, parts))


def counted(findings: Sequence[Finding], fixed: Sequence[Finding] = ()) -> str:
    """`Found 2 errors and 1 warning.`"""
    counts = Counter(finding.severity for finding in [*findings, *fixed])
    parts = [_count(counts[severity], word) for severity, word in _WORDS.items() if counts[severity]]
    if not parts:
        return "Found nothing wrong."
    done = f" ({len(fixed)} fixed, {len(findings)} remaining)" if fixed else ""
    return f"Found {' and '.join(parts)}{done}."


def _fixable(findings: Sequence[Finding]) -> str:
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    unsafe = sum(not fix.safe for fix in fixes)
    if not fixes:
        return ""
    if unsafe == len(fixes):
        return f"[*] {unsafe} fixable with --unsafe-fixes."
    return f"[*] {len(fixes)} fixable with --fix{f' ({unsafe} unsafe)' if unsafe else ''}."


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
