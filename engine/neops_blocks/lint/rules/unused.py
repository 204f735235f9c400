"""Parameters that nobody reads, or can read about."""

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


class NoDescription(Rule):
    """A parameter that is not explained."""

    code = Code.NO_DESCRIPTION
    name = "no-description"
    severity = Severity.INFO
    summary = "The parameter has no description."
    why = "Whoever fills in the form of the block sees its name and nothing else."
    remedy = "Say in a sentence what it is, and what happens when it is left out."
    bad = "parameters:\n  vlan: integer"
    good = "parameters:\n  vlan: {type: integer, description: The VLAN to look for.}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every parameter."""
        for name, parameter in subject.block.parameters.items():
            if not (parameter.description or "").strip():
                path = ("parameters", name)
                message = f"the parameter {name!r} has no description"
                yield self.finding(message, subject.document.key_span(*path), path, help="add `description:`")
