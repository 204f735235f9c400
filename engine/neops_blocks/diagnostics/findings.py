"""What a check found in a block: frozen data that every report format is made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics.spans import Span


class Severity(StrEnum):
    """How much a finding matters; an error makes the block invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding: "first defined here"."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of span by text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding; safe ones never change what the block does."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool = True

    @classmethod
    def guess(cls, span: Span, near: str | None) -> Fix | None:
        """What was meant by the word at a span; None where nothing is near. A guess is never safe."""
        return cls(f"write {near}", (Edit(span, near),), safe=False) if near else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a block.

    `path` is the place in the document, such as `steps[2].command`; `help` says what to do about it.
    """

    code: str
    message: str
    severity: Severity
    span: Span
    path: str = ""
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    def __str__(self) -> str:
        return f"{self.span}: {self.code} {self.message}"


class InvalidBlockError(ValueError):
    """A block that does not validate; carries every finding, and the text of each file for snippets."""

    def __init__(self, findings: Sequence[Finding], texts: dict[str, str] | None = None) -> None:
        self.findings = tuple(findings)
        self.texts = texts or {}
        super().__init__("\n".join(map(str, self.findings)))
