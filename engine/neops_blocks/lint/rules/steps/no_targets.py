"""NB407 no-targets: a device step without devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class NoTargets(Rule):
    """A device step without devices."""

    code = Code.NO_TARGETS
    name = "no-targets"
    summary = "A global block without targets has a step that needs a device."
    why = "There is no device that the step could run on."
    remedy = (
        "Choose the targets with `fan_out.devices`, an expression over `devices`, or write `run_on: group`."
    )
    bad = "run_on: global\nsteps:\n  - command: show version"
    good = "run_on: global\nfan_out: {devices: devices}\nsteps:\n  - command: show version"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the device steps of global blocks."""
        if not subject.block.without_targets:
            return
        for step in subject.block.steps:
            if step.device_only:
                path = (*step.path, step.kind)
                message = f"a {step.kind} step needs a device, and this global block has no targets"
                help_ = "choose targets with `fan_out.devices`, or set `run_on: group`"
                yield self.finding(message, subject.document.key_span(*path), path, help=help_)
