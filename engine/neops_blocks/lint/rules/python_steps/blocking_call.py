"""NB705 blocking-call: a call that holds the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.python_steps.call_rule import CallRule

if TYPE_CHECKING:
    from neops_blocks.lint.rules.python_steps.python_code import Call


class BlockingCall(CallRule):
    """A call that holds the event loop."""

    code = Code.BLOCKING_CALL
    name = "blocking-call"
    summary = "An `async def` function of a python step calls something that blocks."
    why = (
        "It runs on the job's event loop: until the call is over, no other device and no other step of the "
        "job goes on."
    )
    remedy = "Write `def` instead, which runs in a thread, or await `step.run_in_thread(function)(...)`."
    help = "write `def`, which runs in a thread, or await `step.run_in_thread(function)(...)`"
    bad = "# async def slow(names): time.sleep(1)\n- python: checks.py:slow\n  with: {names: [a]}"
    good = "# def classify(names): time.sleep(1)\n- python: checks.py:classify\n  with: {names: [a]}"

    def say(self, call: Call) -> str:
        """Name the call and its function."""
        return f"{call.what} in {call.function}() holds the event loop"
