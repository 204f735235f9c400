"""NB410 disruptive-command: a command that takes a device away, sent whatever the circumstances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.steps.command_rule import CommandRule, named
from neops_blocks.templates import truth

if TYPE_CHECKING:
    from neops_blocks.lint.commands import Command
    from neops_blocks.lint.subject import Subject


class DisruptiveCommand(CommandRule):
    """A command that takes a device away, sent whatever the circumstances."""

    code = Code.DISRUPTIVE_COMMAND
    name = "disruptive-command"
    summary = "A command such as `reload` or `write erase` is sent whatever the circumstances."
    why = "The device, its configuration or its neighbours are gone, on every target at the same time."
    remedy = "Give the step a `when`, or put an `assert` step before it."
    bad = "- command: reload\n  disconnects: true"
    good = "- command: reload\n  disconnects: true\n  when: params.confirmed"

    def look(self, command: Command, subject: Subject) -> tuple[str, str] | None:
        """Look for something that keeps the command back: a condition, or an assertion before."""
        if not command.is_disruptive or _is_condition(command.step.when) or _asserted(command, subject):
            return None
        return (
            f"{named(command)} is sent whatever the circumstances",
            "guard it: a `when` on the step, or an `assert` step before it",
        )


def _is_condition(written: object) -> bool:
    """Whether something is a condition that is not decided before the block runs."""
    if isinstance(written, (str, bool)):
        return truth(written) is not True
    return False


def _asserted(command: Command, subject: Subject) -> bool:
    before = [step for step in subject.block.steps if step.path < command.path[:2]]
    return any(
        step.kind == "assert"
        and step.on_error == "fail"
        and any(_is_condition(condition.that) for condition in getattr(step, "assert_", ()))
        for step in before
    )
