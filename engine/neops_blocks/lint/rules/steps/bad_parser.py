"""NB405 bad-parser: a parser that does not exist, or whose template is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest
from neops_blocks.lint.rule import Fixable, Rule

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
    summary = "The parser does not exist, its template or expression is wrong, or nothing reads the command."
    why = "The step would fail on every device."
    remedy = "Do what the message of the parser says; templates are looked for beside the block."
    fixable = Fixable.UNSAFE
    bad = "- {command: show version, parse: texfsm}"
    good = "- {command: show version, parse: textfsm}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Build the parser of every step that has one, and look for the templates of commands."""
        for step, path, platform in _parsing(subject):
            problems = list(self._unbuilt(getattr(step, "parse", None), (*path, "parse"), subject))
            yield from problems or self._without_template(step, path, platform, subject)

    def _unbuilt(self, spec: Any, path: Path, subject: Subject) -> Iterator[Finding]:
        from neops_blocks.parsers import ParserSpecError, build_parser

        if subject.document.node.at(*path) is None:
            return
        try:
            build_parser(spec, directory=subject.document.directory)
        except ParserSpecError as error:
            parts = list(enumerate(spec)) if isinstance(spec, list) else []
            inner = [found for index, part in parts for found in self._unbuilt(part, (*path, index), subject)]
            at = (*path, *spec) if isinstance(spec, dict) and len(spec) == 1 else path
            message = str(error).partition("\n")[0].rstrip(":")
            fix = _meant(spec, path, subject)
            yield from inner or [self.finding(message, subject.document.span(*at), at, fix=fix)]

    def _without_template(
        self, step: StepModel, path: Path, platform: str | None, subject: Subject
    ) -> Iterator[Finding]:
        spec = getattr(step, "parse", None)
        if (spec[:1] or [None])[0] != "textfsm" if isinstance(spec, list) else spec != "textfsm":
            return
        if platform is None and "default" in step.unsupported:
            return
        from neops_blocks.parsers import any_template_reads, has_template

        for command in subject.commands_of(step):
            if "{" in command.text:
                continue
            reads = (
                any_template_reads(command.text) if platform is None else has_template(platform, command.text)
            )
            if not reads:
                where = f"on {platform}" if platform else "on any platform"
                yield self.finding(
                    f"ntc-templates has no template for {command.text.strip()!r} {where}",
                    subject.document.span(*command.path),
                    command.path,
                    help="write one and name it, `parse: {textfsm: file}`, or parse with json or regex",
                )


def _meant(spec: Any, path: Path, subject: Subject) -> Fix | None:
    """The parser that is called nearly so, by itself or with a value."""
    from neops_blocks.parsers import PARSERS

    node, _ = subject.document.nearest(*path)
    if isinstance(spec, str) and node.value == spec and spec not in PARSERS:
        return Fix.guess(node.words, closest(spec, PARSERS))
    if isinstance(spec, dict) and len(spec) == 1 and list(node.keys) == list(spec):
        [name] = spec
        return Fix.guess(node.key_words(name), closest(name, PARSERS)) if name not in PARSERS else None
    return None


def _parsing(subject: Subject) -> Iterator[tuple[StepModel, Path, str | None]]:
    """The steps with a parser, each platform apart: where its keys stand, and the platform if it is known."""
    for step in subject.block.steps:
        if step.kind != "command":
            continue
        if getattr(step, "parse", None) is not None:
            yield step, step.path, None
        for platform, variant in step.variants.items():
            if getattr(variant, "parse", None) is not None:
                from neops_blocks.drivers import canonical

                known = None if platform == "default" else canonical(platform)
                yield variant, (*step.path, "platforms", platform), known
