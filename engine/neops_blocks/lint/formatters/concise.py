"""One line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.colors import BOLD, OF_SEVERITY, paint
from neops_blocks.lint.formatters.footer import footer
from neops_blocks.lint.formatters.marker import marker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.linted import Linted


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """`file:line:column: CODE [*] message`, a line each, and how many there are."""
    del root
    lines = [_line(finding, color) for file in files for finding in file.findings]
    return "\n".join([*lines, footer(files)]) + "\n"


def _line(finding: Finding, color: bool) -> str:
    code = paint(finding.code, BOLD, OF_SEVERITY[finding.severity], color=color)
    return f"{finding.span}: {code} {marker(finding, color)}{finding.message}"
