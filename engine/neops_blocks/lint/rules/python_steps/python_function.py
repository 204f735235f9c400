"""NB702 python-function: a function that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest, did_you_mean
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.python_steps.python_rule import PythonRule, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.functions import FunctionFile
    from neops_blocks.lint.rules.python_steps.python_rule import Reference
    from neops_blocks.lint.subject import Subject


class PythonFunction(PythonRule):
    """A function that is not there."""

    code = Code.PYTHON_FUNCTION
    name = "python-function"
    summary = "The file has no such function."
    why = "Only functions at the top level of the file are found."
    remedy = "Correct the name, or move the function there."
    fixable = Fixable.UNSAFE
    bad = "- python: checks.py:clasify"
    good = "- python: checks.py:classify\n  with: {names: [a, b]}"

    def look(self, file: FunctionFile, reference: Reference, subject: Subject) -> Iterator[Finding]:
        """Look for the function in the file."""
        function = reference.function
        if not file.open_ended and function not in file.functions:
            plain = [name for name, signature in file.functions.items() if signature is not None]
            known = plain or list(file.functions)
            help_ = did_you_mean(function, known, what="functions there")
            written = part(function, reference, subject)
            fix = Fix.guess(written, closest(function, known)) if written else None
            span, message = (
                subject.document.span(*reference.path),
                f"{file.name} has no function {function!r}",
            )
            yield self.finding(message, span, reference.path, help=help_, fix=fix)
