"""NB703 python-outside: a file somewhere else."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.python_steps.python_rule import PythonRule


class PythonOutside(PythonRule):
    """A file somewhere else."""

    code = Code.PYTHON_OUTSIDE
    name = "python-outside"
    summary = "The file of a python step is outside of the directory of the block."
    why = "A block and its files travel together, to a worker that has no other files."
    remedy = "Keep the file beside the block, or below it."
    bad = "- python: ../checks.py:classify"
    good = "- python: checks.py:classify\n  with: {names: [a, b]}"
