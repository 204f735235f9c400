"""NB603 no-result-type: a field without a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class NoResultType(Rule):
    """A field without a type."""

    code = Code.NO_RESULT_TYPE
    name = "no-result-type"
    severity = Severity.INFO
    summary = "A field of the result has no type."
    why = "Whoever reads the result has to guess, and a value of the wrong kind is not noticed."
    remedy = "Write it in full: `type` beside `value` or `per_device`."
    bad = 'result: {data: {count: "{{ hosts | length }}"}}'
    good = 'result: {data: {count: {type: integer, value: "{{ hosts | length }}"}}}'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look for anything that says what the value may be."""
        for name, field in subject.block.result.data.items():
            if not {"type", "enum", "const", "any_of"} & field.model_fields_set:
                path = ("result", "data", name)
                message = f"the field {name!r} has no type"
                yield self.finding(message, subject.document.key_span(*path), path, help="add `type:`")
