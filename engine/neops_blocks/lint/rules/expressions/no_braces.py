"""NB509 no-braces: a value of a step or of the result that names a result and lacks braces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.source.unquoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.lint.uses import PlacedTemplate

_VALUES = frozenset({"set", "with", "value", "per_device"})
_NAMES = ("steps", "params", "device", "devices", "hosts", "succeeded", "failed", "group", "item")
_FILE_OR_HOST = (
    r"[\w-]+(\.[\w-]+)*\.(ya?ml|json|csv|txt|ini|cfg|conf|md|log|xml|xlsx?|html?|py|j2|com|net|org|lan|local)"
)
_EXPRESSION = rf"(?:{'|'.join(_NAMES)})(?:\.[A-Za-z_]\w*|\[[^\]\n]*\])+\s*(?:\|.*)?"


class NoBraces(Rule):
    """A value of a step or of the result that names a result and lacks braces."""

    code = Code.NO_BRACES
    name = "no-braces"
    severity = Severity.WARNING
    summary = "The value looks like an expression, and is text."
    why = "Only what stands in {{ }} is evaluated in `set`, `with`, `value` and `per_device`."
    remedy = "Put it in braces and quotes."
    fixable = Fixable.UNSAFE
    bad = "set: steps.show.parsed | length"
    good = 'set: "{{ steps.show.parsed | length }}"'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the values that steps and the result make."""
        for template in subject.templates:
            text = template.use.text.strip()
            may_be = not template.use.bare and text.startswith(_NAMES) and _VALUES & set(template.path)
            if may_be and re.fullmatch(_EXPRESSION, text) and not re.fullmatch(_FILE_OR_HOST, text):
                span = subject.document.span(*template.path)
                help_ = f'to evaluate it, write "{{{{ {text} }}}}"'
                message = f"{text!r} is text, not an expression"
                fix = _in_braces(text, template, subject)
                yield self.finding(message, span, template.path, help=help_, fix=fix)


def _in_braces(text: str, template: PlacedTemplate, subject: Subject) -> Fix | None:
    """The text in braces and quotes; quotes that are there stay. None for a text of several lines."""
    node, _ = subject.document.nearest(*template.path)
    lines, words = subject.document.source.lines, node.words
    start, end = words.start.offset, words.end.offset
    if lines.text[start:end] != text:
        return None
    if not node.quoted:
        return Fix("put it in braces", (Edit(words, quoted(f"{{{{ {text} }}}}")),), safe=False)
    edits = (Edit(lines.span(start, start), "{{ "), Edit(lines.span(end, end), " }}"))
    return Fix("put it in braces", edits, safe=False)
