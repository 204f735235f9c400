"""NB510 needless-braces: braces where only expressions stand, around one or inside of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity, shortened
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.templates import quoted_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.lint.uses import PlacedTemplate

_SHOWN = 60
_BRACES = r"(?s)(\s*\{\{[-+]?\s*)(?:(?!\{\{|\}\}).)+?(\s*[-+]?\}\}\s*)"


class NeedlessBraces(Rule):
    """Braces where only expressions stand."""

    code = Code.NEEDLESS_BRACES
    name = "needless-braces"
    severity = Severity.WARNING
    summary = "`when`, `until`, `that`, `where`, `success` and `loop` take an expression without braces."
    why = (
        "Around the whole expression they are tolerated, but suggest that text could stand around them; "
        "in quotes inside of an expression they are text, which nothing evaluates."
    )
    remedy = "Remove the braces; names stand alone in an expression."
    fixable = Fixable.SAFE
    bad = 'when: "{{ params.vlan == 10 }}"'
    good = 'when: "params.vlan == 10"'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every expression that needs no braces, and at the texts inside of every expression."""
        for template in subject.templates:
            text = template.use.text
            yield from self._quoted(template)
            braces = re.fullmatch(_BRACES, text) if template.use.bare and "{{" in text else None
            if braces is None or template.analysis.problems:
                continue
            yield self.finding(
                f"`{_key(template)}` takes an expression: it needs no braces",
                template.span(*_outer(braces)),
                template.path,
                help="remove the braces",
                fix=_without(braces, template),
            )

    def _quoted(self, template: PlacedTemplate) -> Iterator[Finding]:
        for found in quoted_templates(template.use.text, bare=template.use.bare):
            span = template.span(found.start, found.end)
            help_ = "join texts and names with ~: `'Gi' ~ item`"
            fix = None
            if found.inner is not None:
                help_ = f"write {shortened(found.inner, _SHOWN)} without quotes and braces"
                fix = Fix("remove quotes and braces", (Edit(span, found.inner),), safe=False)
            message = "braces in quotes inside of an expression are text: nothing evaluates them"
            yield self.finding(message, span, template.path, help=help_, fix=fix)


def _key(template: PlacedTemplate) -> str:
    keys = [part for part in template.path if isinstance(part, str)]
    return "loop" if keys[-1] == "over" else keys[-1]


def _outer(braces: re.Match[str]) -> tuple[int, int]:
    """The characters from the first brace to the last."""
    text = braces.string
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _without(braces: re.Match[str], template: PlacedTemplate) -> Fix | None:
    """Both pairs removed where they stand; None where the text cannot be found again in the file."""
    edits = tuple(Edit(template.span(*braces.span(group)), "") for group in (1, 2))
    sizes = [edit.span.end.offset - edit.span.start.offset for edit in edits]
    if sizes != [len(braces[1]), len(braces[2])]:
        return None
    return Fix("remove the braces", edits)
