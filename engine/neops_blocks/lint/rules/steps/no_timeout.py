"""NB411 no-timeout: a step whose time nobody bounds in the block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import BlockModel, StepModel


class NoTimeout(Rule):
    """A step whose time nobody bounds in the block."""

    code = Code.NO_TIMEOUT
    name = "no-timeout"
    severity = Severity.INFO
    summary = "A step that waits for a device or for a function has no timeout in the block."
    why = (
        "A command then has what the inventory or the default gives, whatever it is; a function may take for "
        "ever."
    )
    remedy = "Write `timeout` in seconds; `connection.timeout.command` bounds every command of the block."
    bad = "- command: show tech-support"
    good = "- command: show tech-support\n  timeout: 300"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look for a timeout of the step, of its connection and of the block's."""
        for step in subject.block.steps:
            waits = step.device_only or step.kind == "python"
            if waits and step.timeout is None and not _bounded(step, subject.block):
                path = (*step.path, step.kind)
                yield self.finding(
                    f"this {step.kind} step has no timeout",
                    subject.document.key_span(*path),
                    path,
                    help="add `timeout:` in seconds",
                )


def _bounded(step: StepModel, block: BlockModel) -> bool:
    """Whether a connection says how long a command may take."""
    timeouts = [connection.timeout for connection in (step.connection, block.connection) if connection]
    return step.device_only and any(timeout and timeout.command for timeout in timeouts)
