"""What rules about comments for the linter have in common."""

from __future__ import annotations

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.rule import Rule


class SuppressionRule(Rule):
    """A rule about comments that begin with `# neops: ignore`."""

    severity = Severity.WARNING
