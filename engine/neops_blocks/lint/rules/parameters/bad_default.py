"""NB301 bad-default: a default that the schema refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.schemas import patterns_are_valid, schemas_of
from neops_blocks.model import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class BadDefault(Rule):
    """A default that the schema refuses."""

    code = Code.BAD_DEFAULT
    name = "bad-default"
    summary = "The default does not fit its own schema."
    why = "Whoever runs the block without this parameter would get an error that is not theirs."
    remedy = "Correct the default, or the schema that it does not fit."
    bad = "{type: integer, minimum: 1, default: 0}"
    good = "{type: integer, minimum: 1, default: 1}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Judge every default by its schema."""
        for schema, path in schemas_of(subject.block):
            if "default" not in schema.model_fields_set or not patterns_are_valid(schema):
                continue
            written = schema.json_schema()
            secret = bool(getattr(schema, "secret", False))
            for problem in judge(written, secret=secret)(schema.default):
                at = (*path, "default")
                yield self.finding(f"the default does not fit: {problem}", subject.document.span(*at), at)
