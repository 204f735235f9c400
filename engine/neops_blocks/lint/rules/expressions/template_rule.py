"""What rules about single templates have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Fix
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import ClassVar

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class TemplateRule(Rule):
    """A rule about one kind of problem that the analysis of a template finds."""

    problem: ClassVar[str]
    habits: ClassVar[Mapping[str, str]] = {}

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Every such problem in every template."""
        for template in subject.templates:
            for found in template.analysis.problems:
                if found.kind == self.problem:
                    span = template.span(found.start, found.end)
                    word = template.use.text[found.start : found.end].rpartition(".")[2]
                    habit = self.habits.get(word)
                    near = () if habit else tuple(found.suggestions)
                    guess = f"did you mean {' or '.join(map(repr, near[:3]))}?" if near else None
                    help_ = habit or guess
                    fix = Fix.guess(span, near[0] if near and span.start < span.end else None)
                    yield self.finding(found.message, span, template.path, help=help_, fix=fix)
