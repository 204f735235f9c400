"""NB511 stray-braces: closing braces without opening ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule
from neops_blocks.templates import stray_braces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class StrayBraces(Rule):
    """Closing braces without opening ones."""

    code = Code.STRAY_BRACES
    name = "stray-braces"
    severity = Severity.WARNING
    summary = "A text has closing braces that close nothing."
    why = "They are sent or shown as they are; mostly an opening pair was forgotten, or one pair is too many."
    remedy = "Remove them, or open them; braces in pairs, as in JSON, are fine."
    bad = 'command: "show vlan id { params.vlan }}"'
    good = 'command: "show vlan id {{ params.vlan }}"'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the text around every template."""
        for template in subject.templates:
            found = None if template.use.bare else stray_braces(template.use.text)
            if found is not None:
                span = template.span(*found)
                help_ = "a template stands between {{ and }}"
                yield self.finding("these braces close nothing", span, template.path, help=help_)
