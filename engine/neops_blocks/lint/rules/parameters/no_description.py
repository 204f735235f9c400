"""NB307 no-description: a parameter that is not explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


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
