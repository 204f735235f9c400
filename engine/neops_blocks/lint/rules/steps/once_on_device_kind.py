"""NB406 once-on-device-kind: a device step that is to run once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class OnceOnDeviceKind(Rule):
    """A device step that is to run once."""

    code = Code.ONCE_ON_DEVICE_KIND
    name = "once-on-device-kind"
    summary = "This kind of step needs a device, so it cannot run once for the block."
    why = "A step that runs once for the block has no device to talk to."
    remedy = "Remove `once`; `fan_out.where` chooses the devices."
    bad = "- {command: show version, once: true}"
    good = "- {command: show version}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the `once` key of device steps."""
        for step in subject.block.steps:
            if step.once and step.device_only:
                path = (*step.path, "once")
                message = f"a {step.kind} step needs a device, it cannot run once for the block"
                yield self.finding(message, subject.document.key_span(*path), path, help="remove `once`")
