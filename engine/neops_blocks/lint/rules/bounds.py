"""How long a step may take, and how many devices are spoken to at a time."""

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


class UnboundedFanOut(Rule):
    """A block that opens as many sessions as there are devices."""

    code = Code.UNBOUNDED_FAN_OUT
    name = "unbounded-fan-out"
    severity = Severity.INFO
    summary = "A block that meets many devices does not say how many at a time."
    why = (
        "As many sessions as there are threads are opened at the same time; jump hosts and AAA servers often "
        "take fewer."
    )
    remedy = "Write `fan_out.max_parallel`."
    bad = "run_on: group\nsteps:\n  - command: show version"
    good = "run_on: group\nfan_out: {max_parallel: 50}\nsteps:\n  - command: show version"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at `fan_out` of blocks with device steps."""
        block = subject.block
        if block.one_target or block.without_targets or block.fan_out.max_parallel is not None:
            return
        if any(step.device_only for step in block.steps):
            path = ("fan_out",) if subject.document.node.at("fan_out") is not None else ("run_on",)
            message = "the block does not say how many sessions it opens at the same time"
            span = subject.document.key_span(*path)
            yield self.finding(message, span, path, help="add `fan_out: {max_parallel: 50}`")
