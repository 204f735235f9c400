"""Commands that do more than to show something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity, shortened
from neops_blocks.lint.commands import commands_of
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.commands import Command
    from neops_blocks.lint.subject import Subject

_SHOWN = 60


class CommandRule(Rule):
    """A rule about single commands."""

    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every command, those for single platforms too."""
        for command in commands_of(subject.block):
            told = self.look(command, subject)
            if told is not None:
                message, help_ = told
                yield self.finding(message, subject.document.span(*command.path), command.path, help=help_)

    def look(self, command: Command, subject: Subject) -> tuple[str, str] | None:
        """What to say about a command, and the help; None where it is fine."""
        raise NotImplementedError


def _named(command: Command) -> str:
    return repr(shortened(command.text.strip(), _SHOWN))


class ConfigMode(CommandRule):
    """A command that enters configuration mode."""

    code = Code.CONFIG_MODE
    name = "config-mode-command"
    summary = "A command enters configuration mode, where `command` steps do not belong."
    why = (
        "A `command` step waits for the prompt of exec mode, and every later step of the device would find "
        "the session in configuration mode."
    )
    remedy = "Leave it to a step that configures, or to a python step with a session of its own."
    bad = "- command: [configure terminal, hostname sw1, end]"
    good = "- command: show running-config | include hostname"

    def look(self, command: Command, subject: Subject) -> tuple[str, str] | None:
        """Look at the words."""
        del subject
        if not command.enters_config_mode:
            return None
        return (
            f"{_named(command)} enters configuration mode",
            "a `command` step stays in exec mode: it shows, and does not configure",
        )


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
        return f"{_named(command)} {why}, and the block is `pure`", "leave it out, or set `pure: false`"


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
        if not command.is_disruptive or command.step.when is not None or _asserted(command, subject):
            return None
        return (
            f"{_named(command)} is sent whatever the circumstances",
            "guard it: a `when` on the step, or an `assert` step before it",
        )


def _asserted(command: Command, subject: Subject) -> bool:
    before = [step for step in subject.block.steps if step.path < command.path[:2]]
    return any(step.kind == "assert" and step.on_error == "fail" for step in before)
