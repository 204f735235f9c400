"""NB602 result-type: a field whose type is not that of its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.schemas import patterns_are_valid
from neops_blocks.lint.rules.results.value_types import type_of
from neops_blocks.model import judge, templates_in
from neops_blocks.templates import has_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model.schema import ResultField

_NUMBERS = {"integer", "number"}


class ResultType(Rule):
    """A field whose type is not that of its value."""

    code = Code.RESULT_TYPE
    name = "result-type"
    severity = Severity.WARNING
    summary = "The type of a result's field is not the type of its value."
    why = "A value that does not fit its schema is an error of the block, in every run."
    remedy = "Correct the type, or convert the value with a filter such as `int`."
    bad = 'result: {data: {count: {type: integer, value: "{{ hosts | length }} devices"}}}'
    good = 'result: {data: {count: {type: integer, value: "{{ hosts | length }}"}}}'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare the type of every field with what is known of its value."""
        steps = {step.id: step for step in subject.block.steps if step.id}
        for name, field in subject.block.result.data.items():
            said = _types(field)
            value = field.per_device if field.is_per_device else field.value
            known = type_of(value, steps, subject.block.parameters)
            if not said or known is None or known in said or (known in _NUMBERS and said & _NUMBERS):
                yield from self._literal(name, field, subject)
                continue
            path = ("result", "data", name, "type")
            message = f"the type says {' or '.join(sorted(said))}, and the value is always {known}"
            help_ = f"write `type: {known}`, or convert the value"
            yield self.finding(message, subject.document.span(*path), path, help=help_)

    def _literal(self, name: str, field: ResultField, subject: Subject) -> Iterator[Finding]:
        """Judge a value that has no template in it by its schema."""
        key = "per_device" if field.is_per_device else "value"
        value = getattr(field, key)
        if any(has_template(use.text) for use in templates_in(value)) or not patterns_are_valid(field):
            return
        for problem in judge(field.json_schema())(value):
            path = ("result", "data", name, key)
            yield self.finding(f"the value does not fit: {problem}", subject.document.span(*path), path)


def _types(field: ResultField) -> set[str]:
    written = field.type if isinstance(field.type, list) else [field.type]
    return {name for name in written if name}
