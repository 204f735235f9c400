"""NB412 unbounded-fan-out: a block that opens as many sessions as there are devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


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
