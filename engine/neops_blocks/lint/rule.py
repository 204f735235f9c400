"""What a rule is: its texts, and a check."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from neops_blocks.diagnostics import Code, Finding, Fix, Related, Severity, Span
from neops_blocks.model import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Source


class Fixable(StrEnum):
    """Whether findings of a rule carry a fix; an unsafe one may change what the block does.

    A rule with safe fixes may have unsafe ones too, for findings that are less certain.
    """

    NO = "no"
    SAFE = "safe"
    UNSAFE = "unsafe"


class Rule:
    """One thing that can be wrong with a block.

    Rules without a check of their own describe findings of the YAML reader, of the model and of the comments
    for the linter.

    Attributes:
        code: stable, never used again for something else.
        name: what people call it.
        severity: an error makes the block invalid.
        summary: what it finds, one sentence.
        why: what would go wrong.
        remedy: what to do about it.
        bad: an example that has it.
        good: the example, mended.
        since: the version that has it first.
        fixable: whether its findings carry a fix.
        preview: whether it has to be asked for, because it is new.
    """

    code: ClassVar[Code]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str]
    why: ClassVar[str]
    remedy: ClassVar[str]
    bad: ClassVar[str]
    good: ClassVar[str]
    since: ClassVar[str] = "0.1.0"
    fixable: ClassVar[Fixable] = Fixable.NO
    preview: ClassVar[bool] = False

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
        fix: Fix | None = None,
    ) -> Finding:
        """A finding of this rule."""
        return Finding(self.code, message, self.severity, span, dotted(path), help, related, fix)


class SourceRule(Rule):
    """A rule about the characters of a file, whatever blocks it holds."""

    def look(self, source: Source) -> Iterator[Finding]:
        """The findings of this rule in a file."""
        raise NotImplementedError


class ProjectRule(Rule):
    """A rule about a file among the others of its project; it never makes a block invalid by itself."""

    def compare(self, source: Source, blocks: Mapping[str, Span]) -> Iterator[Finding]:
        """The findings of this rule in a file.

        Args:
            source: the file.
            blocks: where each identifier of the project was seen first.
        """
        raise NotImplementedError
