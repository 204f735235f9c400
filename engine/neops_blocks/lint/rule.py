"""What a rule is: its texts, and a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from neops_blocks.diagnostics import Code, Finding, Related, Severity, Span
from neops_blocks.model import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.lint.subject import Subject


class Rule:
    """One thing that can be wrong with a block.

    Rules without a check of their own describe findings of the YAML reader and of the model.

    Attributes:
        code: stable, never used again for something else.
        name: what people call it.
        severity: an error makes the block invalid.
        summary: one line.
        explanation: why it is wrong, and what to do.
        bad: an example that has it.
        good: the example, mended.
    """

    code: ClassVar[Code]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str]
    explanation: ClassVar[str]
    bad: ClassVar[str]
    good: ClassVar[str]

    def check(self, subject: Subject) -> Iterator[Finding]:
        """The findings of this rule in a block."""
        del subject
        yield from ()

    def finding(
        self,
        message: str,
        span: Span,
        path: tuple[str | int, ...],
        *,
        help: str | None = None,  # noqa: A002 - the word that people read
        related: tuple[Related, ...] = (),
    ) -> Finding:
        """A finding of this rule."""
        return Finding(self.code, message, self.severity, span, path=dotted(path), help=help, related=related)
