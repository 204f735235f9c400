"""NB701 python-file: a file that is not there."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.python_steps.python_rule import PythonRule


class PythonFile(PythonRule):
    """A file that is not there."""

    code = Code.PYTHON_FILE
    name = "python-file"
    summary = "The file of a python step is missing or not valid Python."
    why = "The step would fail wherever the block runs. Files are looked for beside the block."
    remedy = "Correct the name, or the file."
    fixable = Fixable.UNSAFE
    bad = "- python: chekcs.py:classify"
    good = "- python: checks.py:classify\n  with: {names: [a, b]}"
