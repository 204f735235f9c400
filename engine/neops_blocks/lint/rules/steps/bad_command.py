"""NB414 bad-command: a command that is no single line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rules.steps.command_rule import CommandRule

if TYPE_CHECKING:
    from neops_blocks.lint.commands import Command
    from neops_blocks.lint.subject import Subject

_TEMPLATE = r"(?s)\{\{(?:(?!\{\{).)*?\}\}"


class BadCommand(CommandRule):
    """A command that is no single line."""

    code = Code.BAD_COMMAND
    name = "bad-command"
    severity = Severity.ERROR
    summary = "A command is empty, or has several lines."
    why = "A device answers one line at a time; the step would fail before anything is sent."
    remedy = "Write a list of commands, one each; leave out a step by `when`."
    bad = "- command: |\n    show version\n    show clock"
    good = "- command:\n    - show version\n    - show clock"

    def look(self, command: Command, subject: Subject) -> tuple[str, str] | None:
        """Look for line ends between the templates; a statement may take away any, a wrong tag the text."""
        if "{%" in command.text or "{#" in command.text or subject.document.source.findings:
            return None
        written = re.sub(_TEMPLATE, "x", command.text).strip("\r\n")
        if not written.strip():
            return "the command is empty", "leave it out, or the step by `when`"
        lines = len(re.split(r"\r\n|\r|\n", written))
        if lines > 1:
            return f"a command is one line, this one has {lines}", "write a list of commands, one each"
        return None
