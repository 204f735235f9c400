"""The sign of findings that carry a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.colors import CYAN, paint

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Finding


def marker(finding: Finding, color: bool) -> str:
    """`[*] `, or nothing."""
    return f"[{paint('*', CYAN, color=color)}] " if finding.fix is not None else ""
