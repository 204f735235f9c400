"""NB304 unused-parameter: a parameter that is declared and never used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class UnusedParameter(Rule):
    """A parameter that is declared and never used."""

    code = Code.UNUSED_PARAMETER
    name = "unused-parameter"
    severity = Severity.WARNING
    summary = "The parameter is never used."
    why = "Whoever runs the block believes that it does something."
    remedy = "Use it, or remove it. A python step may read every parameter."
    bad = "parameters: {vlan: integer}\nsteps:\n  - command: show vlan"
    good = 'parameters: {vlan: integer}\nsteps:\n  - command: "show vlan id {{ params.vlan }}"'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare the parameters with the names in every template."""
        if not subject.document.complete or any(step.kind == "python" for step in subject.block.steps):
            return
        if any(found.kind == "syntax" for use in subject.templates for found in use.analysis.problems):
            return
        read = {name.path[:2] for use in subject.templates for name in use.analysis.names}
        if ("params",) in read:
            return
        for name in subject.block.parameters:
            if ("params", name) not in read:
                path = ("parameters", name)
                span = subject.document.key_span(*path)
                yield self.finding(
                    f"the parameter {name!r} is never used", span, path, help="use it or remove it"
                )
