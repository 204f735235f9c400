"""NB801 duplicate-block: two blocks with one identifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Related
from neops_blocks.lint.identifiers import first_places, identifiers_in
from neops_blocks.lint.rule import ProjectRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.source import Source

_BLOCK = (
    "schema: function-block/v1\npackage: fb.example.com\nname: backup\nversion: 1.0.0\n"
    "run_on: device\ntype: facts\n"
    "steps: [{command: show running-config}]"
)


class DuplicateBlock(ProjectRule):
    """Two blocks with one identifier."""

    code = Code.DUPLICATE_BLOCK
    name = "duplicate-block"
    summary = "Two blocks have the same package, name and version."
    why = "A worker that finds both refuses to start, because a job could mean either of them."
    remedy = "Give one of them another name or version."
    bad = f"{_BLOCK}\n---\n{_BLOCK}"
    good = f"{_BLOCK}\n---\n{_BLOCK.replace('1.0.0', '1.1.0')}"

    def compare(self, source: Source, blocks: Mapping[str, Span]) -> Iterator[Finding]:
        """Compare the blocks of a file with each other, and with those that were seen before."""
        others = {name: span for name, span in blocks.items() if span.file != source.file}
        first = {**first_places([source]), **others}
        for identifier, span in identifiers_in(source):
            if span != first[identifier]:
                yield self.finding(
                    f"there is another block {identifier}",
                    span,
                    ("name",),
                    help="give one of them another name or version",
                    related=(Related(first[identifier], "first used here"),),
                )
