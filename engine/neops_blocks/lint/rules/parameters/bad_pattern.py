"""NB302 bad-pattern: a pattern that is no regular expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.schemas import schemas_of

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
            if schema.pattern is None:
                continue
            try:
                re.compile(schema.pattern)
            except (re.error, OverflowError, RecursionError) as error:
                at = (*path, "pattern")
                yield self.finding(
                    f"the pattern is not a regular expression: {error}", subject.document.span(*at), at
                )
