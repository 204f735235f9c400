"""The last line of a report for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics import Finding

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def footer(findings: Sequence[Finding]) -> str:
    """How many findings there are: `Found 2 errors and 1 warning.`"""
    counts = Counter(finding.severity for finding in findings)
    parts = [_counted(counts[severity], word) for severity, word in _WORDS.items() if counts[severity]]
    return f"Found {' and '.join(parts)}." if parts else "Found nothing wrong."


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
