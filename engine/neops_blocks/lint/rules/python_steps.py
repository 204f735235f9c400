"""Functions of python steps, found in the syntax tree: nothing is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, did_you_mean
from neops_blocks.lint.functions import FileProblem, FunctionFile, Signature
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import StepModel

    Path = tuple[str | int, ...]

_EXAMPLE = "- python: checks.py:classify\n  with: {names: [a, b]}"


class PythonRule(Rule):
    """A rule about steps that name a function in a file."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every python step whose function is in a file."""
        for step in subject.block.steps:
            reference = getattr(step, "python", None)
            if not isinstance(reference, str) or not reference.partition(":")[0].endswith(".py"):
                continue
            file, _, function = reference.partition(":")
            yield from self.look(subject.functions(file), function, step, subject)

    def look(
        self, found: FunctionFile | FileProblem, function: str, step: StepModel, subject: Subject
    ) -> Iterator[Finding]:
        """The findings about one step whose reference ends in function."""
        del function
        if isinstance(found, FileProblem) and found.code == self.code:
            path, span = _place(step, subject)
            yield self.finding(found.message, span, path, help=found.help)


def _place(step: StepModel, subject: Subject) -> tuple[Path, Span]:
    path = (*step.path, "python")
    return path, subject.document.span(*path)


class PythonFile(PythonRule):
    """A file that is not there."""

    code = Code.PYTHON_FILE
    name = "python-file"
    summary = "The file of a python step is missing or not valid Python."
    why = "The step would fail wherever the block runs. Files are looked for beside the block."
    remedy = "Correct the name, or the file."
    bad = "- python: chekcs.py:classify"
    good = _EXAMPLE


class PythonOutside(PythonRule):
    """A file somewhere else."""

    code = Code.PYTHON_OUTSIDE
    name = "python-outside"
    summary = "The file of a python step is outside of the directory of the block."
    why = "A block and its files travel together, to a worker that has no other files."
    remedy = "Keep the file beside the block, or below it."
    bad = "- python: ../checks.py:classify"
    good = _EXAMPLE


class PythonFunction(PythonRule):
    """A function that is not there."""

    code = Code.PYTHON_FUNCTION
    name = "python-function"
    summary = "The file has no such function."
    why = "Only functions at the top level of the file are found."
    remedy = "Correct the name, or move the function there."
    bad = "- python: checks.py:clasify"
    good = _EXAMPLE

    def look(
        self, found: FunctionFile | FileProblem, function: str, step: StepModel, subject: Subject
    ) -> Iterator[Finding]:
        """Look for the function in the file."""
        if isinstance(found, FunctionFile) and not found.open_ended and function not in found.functions:
            path, span = _place(step, subject)
            help_ = did_you_mean(function, found.functions, what="functions there")
            yield self.finding(f"{found.name} has no function {function!r}", span, path, help=help_)


class PythonArguments(PythonRule):
    """Arguments that the function does not take."""

    code = Code.PYTHON_ARGUMENTS
    name = "python-arguments"
    summary = "The keys of `with` do not fit the arguments of the function."
    why = "Every key is a keyword argument, and those without a default are needed; `step` is given anyway."
    remedy = "Give the arguments that the function takes."
    bad = "# def first(names, *, limit): ...\n- python: checks.py:first\n  with: {names: [a]}"
    good = "# def first(names, *, limit): ...\n- python: checks.py:first\n  with: {names: [a], limit: 3}"

    def look(
        self, found: FunctionFile | FileProblem, function: str, step: StepModel, subject: Subject
    ) -> Iterator[Finding]:
        """Compare the signature with the keys of `with`."""
        signature = found.functions.get(function) if isinstance(found, FunctionFile) else None
        if signature is None:
            return
        node = subject.document.node.at(*step.path, "with")
        given = set(node.keys) if node is not None and node.kind == "mapping" else set()
        for name in sorted(given - signature.names) if not signature.any_name else ():
            path = (*step.path, "with", name)
            help_ = did_you_mean(name, signature.names, what="arguments")
            span = subject.document.key_span(*path)
            yield self.finding(f"{function}() has no argument {name!r}", span, path, help=help_)
        missing = _missing(signature, given)
        if missing:
            path, span = _place(step, subject)
            yield self.finding(
                f"{function}() needs {', '.join(missing)}", span, path, help="add it under `with`"
            )


def _missing(signature: Signature, given: set[str]) -> list[str]:
    return [repr(name) for name in signature.required if name not in given and name != "step"]
