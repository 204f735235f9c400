"""What rules about single commands have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity, shortened
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
        for command in subject.commands:
            told = self.look(command, subject)
            if told is not None:
                message, help_ = told
                yield self.finding(message, subject.document.span(*command.path), command.path, help=help_)

    def look(self, command: Command, subject: Subject) -> tuple[str, str] | None:
        """What to say about a command, and the help; None where it is fine."""
        raise NotImplementedError


def named(command: Command) -> str:
    """A command as messages show it."""
    return repr(shortened(command.text.strip(), _SHOWN))
