"""NB210 duplicate-id: two steps with one id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Related
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.subject import Subject


class DuplicateId(Rule):
    """Two steps with one id."""

    code = Code.DUPLICATE_ID
    name = "duplicate-id"
    summary = "Two steps have the same id."
    why = "`steps.<id>` could mean either of them."
    remedy = "Give one of them another id."
    bad = "- {id: show, command: show version}\n- {id: show, command: show clock}"
    good = "- {id: version, command: show version}\n- {id: clock, command: show clock}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare every id with those before it."""
        seen: dict[str, Span] = {}
        for step in subject.block.steps:
            if step.id is None:
                continue
            path = (*step.path, "id")
            span = subject.document.span(*path)
            if step.id in seen:
                first = (Related(seen[step.id], "first used here"),)
                message = f"the id {step.id!r} is used by an earlier step"
                yield self.finding(message, span, path, help="give this step another id", related=first)
            else:
                seen[step.id] = span
