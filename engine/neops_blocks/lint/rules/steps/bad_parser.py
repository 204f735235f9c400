"""NB405 bad-parser: a parser that does not exist, or whose template is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import StepModel

    Path = tuple[str | int, ...]


class BadParser(Rule):
    """A parser that does not exist, or whose template is wrong."""

    code = Code.BAD_PARSER
    name = "bad-parser"
    summary = "The parser does not exist, or its template or expression is wrong."
    why = "The step would fail on every device."
    remedy = "Do what the message of the parser says; templates are looked for beside the block."
    bad = "- {command: show version, parse: texfsm}"
    good = "- {command: show version, parse: textfsm}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Build the parser of every step that has one."""
        from neops_blocks.parsers import ParserSpecError, build_parser

        for spec, path in _specs(subject):
            try:
                build_parser(spec, directory=subject.document.directory)
            except ParserSpecError as error:
                yield self.finding(str(error), subject.document.span(*path), path)


def _specs(subject: Subject) -> Iterator[tuple[Any, Path]]:
    for step in subject.block.steps:
        yield from _spec(step, (*step.path, "parse"))
        for platform, variant in step.variants.items():
            if "parse" in step.platforms[platform]:
                yield from _spec(variant, (*step.path, "platforms", platform, "parse"))


def _spec(step: StepModel, path: Path) -> Iterator[tuple[Any, Path]]:
    spec = getattr(step, "parse", None)
    if spec is not None:
        yield spec, path
