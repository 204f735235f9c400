"""One line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.colors import BOLD, OF_SEVERITY, paint
from neops_blocks.lint.formatters.footer import footer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_blocks.diagnostics import Finding


def format(findings: Sequence[Finding], texts: Mapping[str, str], color: bool = False) -> str:  # noqa: A001
    """`file:line:column: CODE message`, a line each, and how many there are."""
    del texts
    lines = [f"{finding.span}: {_code(finding, color)} {finding.message}" for finding in findings]
    return "\n".join([*lines, footer(findings)]) + "\n"


def _code(finding: Finding, color: bool) -> str:
    return paint(finding.code, BOLD, OF_SEVERITY[finding.severity], color=color)
