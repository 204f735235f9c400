"""NB409 impure-command: a command that changes a device, in a block that says it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.steps.command_rule import CommandRule, named

if TYPE_CHECKING:
    from neops_blocks.lint.commands import Command
    from neops_blocks.lint.subject import Subject


class ImpureCommand(CommandRule):
    """A command that changes a device, in a block that says it changes nothing."""

    code = Code.IMPURE_COMMAND
    name = "impure-command"
    summary = "A block with `pure: true` sends a command that changes the device."
    why = "Whoever reads `pure` runs the block without asking, and may run it twice or throw its result away."
    remedy = "Leave the command out, or write `pure: false`."
    bad = "pure: true\nsteps:\n  - command: clear counters"
    good = "pure: true\nsteps:\n  - command: show interfaces"

    def look(self, command: Command, subject: Subject) -> tuple[str, str] | None:
        """Look at the words, and at what the step says of itself."""
        said = bool(getattr(command.step, "changes", False))
        if not subject.block.pure or not (said or command.changes_the_device):
            return None
        why = "says that it `changes` the device" if said else "changes the device"
        return f"{named(command)} {why}, and the block is `pure`", "leave it out, or set `pure: false`"
