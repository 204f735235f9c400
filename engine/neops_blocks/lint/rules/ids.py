"""Ids and names that are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Related
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.scopes import RESERVED

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


class ShadowedName(Rule):
    """An item of a loop named like something else."""

    code = Code.SHADOWED_NAME
    name = "shadowed-name"
    summary = "The item of a loop takes a name that already means something."
    why = "Inside the loop the other meaning would be gone."
    remedy = "Choose another name with `as`."
    bad = "loop: {over: [1, 2], as: device}"
    good = "loop: {over: [1, 2], as: port}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the name of every loop's item."""
        for step in subject.block.steps:
            if step.loop is not None and step.loop.as_ in RESERVED:
                path = (*step.path, "loop", "as")
                message = f"{step.loop.as_!r} already has a meaning in expressions"
                yield self.finding(
                    message, subject.document.span(*path), path, help="choose another name, such as item"
                )
