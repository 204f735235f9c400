"""What rules about the functions of python steps have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neops_blocks.diagnostics import Fix
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.functions import FunctionFile
    from neops_blocks.lint.subject import Subject

Path = tuple[str | int, ...]


class Reference(NamedTuple):
    """A step that names a function in a file, or what it does on one platform."""

    file: str
    function: str
    path: Path
    """Where the function is named."""

    arguments: Path
    """Where its arguments are."""


class PythonRule(Rule):
    """A rule about steps that name a function in a file.

    What reads Python files is imported with the first such step: most blocks have none.
    """

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every function in a file that a step names; why a file has none is a rule of its own."""
        for reference in _references(subject):
            from neops_blocks.lint.functions import FunctionFile

            found = subject.functions(reference.file)
            if isinstance(found, FunctionFile):
                yield from self.look(found, reference, subject)
            elif found.code == self.code:
                span = subject.document.span(*reference.path)
                written = part(reference.file, reference, subject)
                fix = Fix.guess(written, found.near) if written else None
                yield self.finding(found.message, span, reference.path, help=found.help, fix=fix)

    def look(self, file: FunctionFile, reference: Reference, subject: Subject) -> Iterator[Finding]:
        """The findings about one function."""
        del file, reference, subject
        yield from ()


def _references(subject: Subject) -> Iterator[Reference]:
    for step in subject.block.steps:
        if step.kind != "python":
            continue
        yield from _named(getattr(step, "python", None), step.path, step.path)
        for platform, variant in step.variants.items():
            overlay, own = step.platforms[platform], (*step.path, "platforms", platform)
            if overlay.keys() & {"python", "with"}:
                at = own if "python" in overlay else step.path
                arguments = own if "with" in overlay else step.path
                yield from _named(getattr(variant, "python", None), at, arguments)


def _named(written: object, at: Path, arguments: Path) -> Iterator[Reference]:
    if isinstance(written, str) and written.partition(":")[0].endswith(".py"):
        file, _, function = written.partition(":")
        yield Reference(file, function, (*at, "python"), (*arguments, "with"))


def part(word: str, reference: Reference, subject: Subject) -> Span | None:
    """Where the file or the function stands in a reference; None where it is written in another way."""
    node, _ = subject.document.nearest(*reference.path)
    start = 0 if word == reference.file else len(reference.file) + 1
    span = node.inner_span(start, start + len(word))
    written = subject.document.source.text[span.start.offset : span.end.offset]
    return span if written == word else None
