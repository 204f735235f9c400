"""NB707 dangerous-call: a call that runs whatever text it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.python_steps.call_rule import CallRule

if TYPE_CHECKING:
    from neops_blocks.lint.rules.python_steps.python_code import Call


class DangerousCall(CallRule):
    """A call that runs whatever text it is given."""

    code = Code.DANGEROUS_CALL
    name = "dangerous-call"
    summary = "A function of a python step runs text as code: `eval`, `exec`, or a shell."
    why = "What a device or a user of the block sends may become part of that text."
    remedy = (
        "Give `subprocess` a list of arguments without a shell; read data with `json` or `ast.literal_eval`."
    )
    help = "give a list of arguments without a shell; read data with json or ast.literal_eval"
    bad = "# def risky(names): return eval(names)\n- python: checks.py:risky\n  with: {names: [a]}"
    good = (
        "# def classify(names): return json.loads(names)\n- python: checks.py:classify\n  with: {names: [a]}"
    )

    def say(self, call: Call) -> str:
        """Name the call and its function."""
        return f"{call.what} in {call.function}() runs text as code"
