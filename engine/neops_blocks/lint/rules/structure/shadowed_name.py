"""NB211 shadowed-name: an item of a loop named like something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.scopes import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


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
