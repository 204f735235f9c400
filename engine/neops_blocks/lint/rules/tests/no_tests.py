"""NB803 no-tests: a block that brings no test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class NoTests(Rule):
    """A block that brings no test."""

    code = Code.NO_TESTS
    name = "no-tests"
    severity = Severity.INFO
    summary = "The block has no tests."
    why = "A test with recorded replies finds a wrong parser or condition without a device."
    remedy = "Add `tests`, each with replies and what has to come out."
    bad = "steps:\n  - command: show version"
    good = (
        "steps:\n  - command: show version\ntests:\n  - name: works\n    replies: {sw1: {show version: 15.2}}"
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look for the key."""
        if not subject.block.tests and subject.document.complete:
            span = subject.document.key_span("name")
            yield self.finding("the block has no tests", span, ("name",), help="add `tests:`")
