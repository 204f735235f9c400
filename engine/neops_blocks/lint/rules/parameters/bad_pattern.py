"""NB302 bad-pattern: a pattern that is no regular expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.schemas import problem_of_pattern, schemas_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class BadPattern(Rule):
    """A pattern that is no regular expression."""

    code = Code.BAD_PATTERN
    name = "bad-pattern"
    summary = "The pattern is not a regular expression."
    why = "No value could ever be compared with it."
    remedy = "Correct it; inside double quotes every backslash has to be doubled, single quotes are easier."
    bad = "pattern: '[a-z'"
    good = "pattern: '[a-z]'"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compile every pattern."""
        for schema, path in schemas_of(subject.block):
            problem = None if schema.pattern is None else problem_of_pattern(schema.pattern)
            if problem is not None:
                at = (*path, "pattern")
                message = f"the pattern is not a regular expression: {problem}"
                yield self.finding(message, subject.document.span(*at), at)
