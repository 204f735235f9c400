"""NB514 unlike-types: a comparison with a value of another type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.lint.rules.expressions.rows import loops_over_names, texts_compared
from neops_blocks.lint.rules.results.value_types import OF_PYTHON, type_of
from neops_blocks.templates import comparisons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.templates import Comparison

_NUMBERS = frozenset({"integer", "number", "boolean"})
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_ORDER = frozenset({"lt", "lteq", "gt", "gteq"})
_WORDS = {"string": "a text", "array": "a list", "object": "a mapping", "boolean": "true or false"}


class UnlikeTypes(Rule):
    """A comparison with a value of another type."""

    code = Code.UNLIKE_TYPES
    name = "unlike-types"
    severity = Severity.WARNING
    summary = "Something is compared with a value of another type."
    why = "Nothing is converted: the number 10 and the text '10' are never equal, and none is greater."
    remedy = "Write numbers, true and false without quotes; convert a text with `| int`."
    fixable = Fixable.UNSAFE
    bad = "parameters: {vlan: integer}\nsteps:\n  - set: 1\n    when: params.vlan == '10'"
    good = "parameters: {vlan: integer}\nsteps:\n  - set: 1\n    when: params.vlan == 10"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every comparison of a name whose type is known."""
        steps = {step.id: step for step in subject.block.steps if step.id}
        loops = loops_over_names(subject.block)
        for template in subject.templates:
            for text in texts_compared(template, steps, loops, subject):
                yield self.finding(
                    f"{text.field!r} is text in the rows of step {text.step!r}, not a number",
                    template.span(text.start, text.end),
                    template.path,
                    help=f"add `types: {{{text.field}: integer}}` to that step",
                )
            for found in comparisons(template.use.text, bare=template.use.bare):
                known = type_of(f"{{{{ {found.name} }}}}", steps, subject.block.parameters)
                if known is None or not _differ(known, found):
                    continue
                yield self.finding(
                    f"{found.name} is {_WORDS.get(known, 'a number')}, {_said(found)}",
                    template.span(found.start, found.end),
                    template.path,
                    help=_help(known, found),
                    fix=_fix(known, found, template),
                )


def _differ(known: str, found: Comparison) -> bool:
    """Whether no value of a type can be compared so that anything comes of it."""
    if found.operation in ("in", "notin"):
        values = found.value if isinstance(found.value, list) else []
    else:
        values = [found.value]
    kinds = {OF_PYTHON.get(type(value)) for value in values}
    if not kinds or None in kinds or known in kinds:
        return False
    return not (known in _NUMBERS and kinds & _NUMBERS)


def _said(found: Comparison) -> str:
    other = "these are not" if isinstance(found.value, list) else f"{found.value!r} is not"
    return f"{other}: {'none is greater' if found.operation in _ORDER else 'they are never equal'}"


def _meant(known: str, found: Comparison) -> str | None:
    text = found.value if isinstance(found.value, str) else ""
    if known in ("integer", "number") and re.fullmatch(_NUMBER, text):
        return text
    if known == "boolean" and text.lower() in ("true", "false"):
        return text.lower()
    return None


def _help(known: str, found: Comparison) -> str | None:
    meant = _meant(known, found)
    if meant is not None:
        return f"write {meant} without quotes"
    if known == "string" and isinstance(found.value, (int, float)) and not isinstance(found.value, bool):
        return f"compare with '{found.value}', or convert the text: `| int`"
    if known == "boolean":
        return f"write `{found.name}`, or `not {found.name}`"
    return "convert one of the two"


def _fix(known: str, found: Comparison, template: PlacedTemplate) -> Fix | None:
    meant = _meant(known, found)
    span = template.span(found.start, found.end)
    if meant is None or span.end.offset - span.start.offset != found.end - found.start:
        return None
    return Fix("remove the quotes", (Edit(span, meant),), safe=False)
