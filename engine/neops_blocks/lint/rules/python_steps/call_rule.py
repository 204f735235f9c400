"""What rules about the calls of a function have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.rules.python_steps.python_rule import PythonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import ClassVar

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.functions import FunctionFile
    from neops_blocks.lint.rules.python_steps.python_code import Call
    from neops_blocks.lint.rules.python_steps.python_rule import Reference
    from neops_blocks.lint.subject import Subject


class CallRule(PythonRule):
    """A rule about one kind of call, in the function of a step and in those of its file that it calls."""

    severity = Severity.WARNING
    help: ClassVar[str]

    def look(self, file: FunctionFile, reference: Reference, subject: Subject) -> Iterator[Finding]:
        """Look at the calls of the function."""
        from neops_blocks.lint.rules.python_steps.python_code import PythonCode

        path = reference.path
        for call in PythonCode(file.tree).troubles(reference.function):
            if call.code == self.code:
                where = f"{file.name}:{call.line}:{call.column}"
                message = f"{where}: {self.say(call)}"
                yield self.finding(message, subject.document.span(*path), path, help=self.help)

    def say(self, call: Call) -> str:
        """What is wrong with a call."""
        raise NotImplementedError
