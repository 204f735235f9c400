"""What rules about the functions of python steps have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.functions import FunctionFile
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import StepModel

    Path = tuple[str | int, ...]


class PythonRule(Rule):
    """A rule about steps that name a function in a file.

    What reads Python files is imported with the first such step: most blocks have none.
    """

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every python step whose function is in a file; why a file has none is a rule of its own."""
        for step in subject.block.steps:
            reference = getattr(step, "python", None)
            if not isinstance(reference, str) or not reference.partition(":")[0].endswith(".py"):
                continue
            from neops_blocks.lint.functions import FunctionFile

            file, _, function = reference.partition(":")
            found = subject.functions(file)
            if isinstance(found, FunctionFile):
                yield from self.look(found, function, step, subject)
            elif found.code == self.code:
                path, span = place(step, subject)
                yield self.finding(found.message, span, path, help=found.help)

    def look(self, file: FunctionFile, function: str, step: StepModel, subject: Subject) -> Iterator[Finding]:
        """The findings about one step whose reference ends in function."""
        del file, function, step, subject
        yield from ()


def place(step: StepModel, subject: Subject) -> tuple[Path, Span]:
    """Where a step names its function."""
    path = (*step.path, "python")
    return path, subject.document.span(*path)
