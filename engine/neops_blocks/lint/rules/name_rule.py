"""What rules about names have in common, wherever the names stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class NameRule(Rule):
    """A rule about names; they are resolved once for all of these rules."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """The problems that carry the code of this rule."""
        for problem in subject.name_problems:
            if problem.code == self.code:
                yield self.finding(
                    problem.message, problem.span, problem.path, help=problem.help, fix=problem.fix
                )
