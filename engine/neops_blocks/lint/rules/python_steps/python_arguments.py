"""NB704 python-arguments: arguments that the function does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest, did_you_mean
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.python_steps.python_rule import PythonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.functions import FunctionFile, Signature
    from neops_blocks.lint.rules.python_steps.python_rule import Reference
    from neops_blocks.lint.subject import Subject

_STEP = "remove it: every function that has an argument `step` is given it"


class PythonArguments(PythonRule):
    """Arguments that the function does not take."""

    code = Code.PYTHON_ARGUMENTS
    name = "python-arguments"
    summary = "The keys of `with` do not fit the arguments of the function."
    why = "Every key is a keyword argument, and those without a default are needed; `step` is given anyway."
    remedy = "Give the arguments that the function takes."
    fixable = Fixable.UNSAFE
    bad = "# def first(names, *, limit): ...\n- python: checks.py:first\n  with: {names: [a]}"
    good = "# def first(names, *, limit): ...\n- python: checks.py:first\n  with: {names: [a], limit: 3}"

    def look(self, file: FunctionFile, reference: Reference, subject: Subject) -> Iterator[Finding]:
        """Compare the signature with the keys of `with`."""
        function = reference.function
        signature = file.functions.get(function)
        if signature is None:
            return
        node = subject.document.node.at(*reference.arguments)
        given = set(node.keys) if node is not None and node.kind == "mapping" else set()
        for name in sorted(given - signature.names) if not signature.any_name else ():
            path = (*reference.arguments, name)
            help_ = did_you_mean(name, signature.names, what="arguments") if name != "step" else _STEP
            near = closest(name, sorted(signature.names - given)) if name != "step" else None
            at = subject.document.nearest(*reference.arguments)[0]
            message, fix = f"{function}() has no argument {name!r}", Fix.guess(at.key_words(name), near)
            yield self.finding(message, at.keys[name], path, help=help_, fix=fix)
        missing = _missing(signature, given)
        if missing:
            span = subject.document.span(*reference.path)
            message = f"{function}() needs {', '.join(missing)}"
            yield self.finding(message, span, reference.path, help="add it under `with`")


def _missing(signature: Signature, given: set[str]) -> list[str]:
    return [repr(name) for name in signature.required if name not in given and name != "step"]
