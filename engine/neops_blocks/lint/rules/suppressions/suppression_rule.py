"""What rules about comments for the linter have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from typing import ClassVar


class SuppressionRule(Rule):
    """A rule about comments that begin with `# neops: ignore`."""

    severity: ClassVar[Severity] = Severity.WARNING
