"""How often each rule finds something, instead of the findings."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.colors import BOLD, OF_SEVERITY, paint
from neops_blocks.lint.formatters.footer import footer
from neops_blocks.lint.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.lint.linted import Linted


def table(files: Sequence[Linted], *, color: bool = False) -> str:
    """A line for each rule, the most frequent first, and the sum."""
    counts = _counts(files)
    width = len(str(max(counts.values(), default=0)))
    lines = [
        f"{count:>{width}}  {paint(code, BOLD, OF_SEVERITY[BY_CODE[code].severity], color=color)}"
        f"  {BY_CODE[code].name}"
        for code, count in counts.items()
    ]
    return "\n".join([*lines, footer(files)]) + "\n"


def document(files: Sequence[Linted]) -> str:
    """The same as JSON."""
    rows = [
        {
            "code": code,
            "name": BY_CODE[code].name,
            "severity": str(BY_CODE[code].severity),
            "fixable": str(BY_CODE[code].fixable),
            "count": count,
        }
        for code, count in _counts(files).items()
    ]
    return json.dumps(rows, indent=2) + "\n"


def _counts(files: Sequence[Linted]) -> dict[str, int]:
    counts = Counter(str(finding.code) for file in files for finding in file.findings)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
