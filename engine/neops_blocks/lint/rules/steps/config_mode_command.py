"""NB408 config-mode-command: a command that enters configuration mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.steps.command_rule import CommandRule, named

if TYPE_CHECKING:
    from neops_blocks.lint.commands import Command
    from neops_blocks.lint.subject import Subject


class ConfigModeCommand(CommandRule):
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
            f"{named(command)} enters configuration mode",
            "a `command` step stays in exec mode: it shows, and does not configure",
        )
