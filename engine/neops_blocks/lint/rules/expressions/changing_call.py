"""NB515 changing-call: a template calls a method that changes something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.templates import changing_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject

_HELP = {
    "append": "add lists: `{% set ns.all = ns.all + [x] %}` with a `namespace`, or use filters such as map",
    "extend": "add lists: `a + b`",
    "update": "write `a | combine(b)`",
    "sort": "write `x | sort`",
    "reverse": "write `x | reverse | list`",
    "remove": "write `x | reject('eq', y) | list`",
}


class ChangingCall(Rule):
    """A template calls a method that changes something."""

    code = Code.CHANGING_CALL
    name = "changing-call"
    summary = "A template calls a method that changes what it is called on."
    why = "Templates only read: what they are given belongs to other steps too, so the call is refused."
    remedy = "Make a new value: add lists with `+`, mappings with `combine`, or use filters."
    bad = 'set: "{% set names = [] %}{% set _ = names.append(1) %}{{ names }}"'
    good = 'set: "{% set names = [] %}{% set names = names + [1] %}{{ names }}"'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the calls in every template."""
        for template in subject.templates:
            if any(found.kind == "syntax" for found in template.analysis.problems):
                continue
            for call in changing_calls(template.use.text, bare=template.use.bare):
                yield self.finding(
                    f"templates only read: {call.raw!r} would change something",
                    template.span(call.start, call.end),
                    template.path,
                    help=_HELP.get(call.raw, "make a new value with `+`, `combine` or a filter"),
                )
