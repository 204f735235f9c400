"""Findings as text on the terminal, with the formatters of the linter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from neops_blocks.cli.terminal import wants_color

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_blocks.diagnostics import Finding


def report(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    """The findings with their snippets, for standard error."""
    from neops_blocks.lint.formatters import full

    return full.of_findings(findings, texts, color=wants_color(sys.stderr))
