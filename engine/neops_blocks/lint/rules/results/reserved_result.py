"""NB601 reserved-result: a field that the block has anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class ReservedResult(Rule):
    """A field that the block has anyway."""

    code = Code.RESERVED_RESULT
    name = "reserved-result"
    summary = "Blocks with many devices always have data.failed."
    why = "It maps every failed device to its error."
    remedy = "Give the field another name."
    bad = 'result: {data: {failed: "{{ failed | length }}"}}'
    good = 'result: {data: {failed_count: "{{ failed | length }}"}}'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the names of the fields."""
        if subject.block.run_on in ("group", "global") and "failed" in subject.block.result.data:
            path = ("result", "data", "failed")
            span = subject.document.key_span(*path)
            yield self.finding(
                "the block has a field 'failed' of its own", span, path, help="choose another name"
            )
