"""What a comment ignores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Finding, Span


@dataclass(frozen=True)
class Suppressed:
    """A finding that a comment ignores, and the reason that stands there."""

    finding: Finding
    reason: str
    comment: Span
