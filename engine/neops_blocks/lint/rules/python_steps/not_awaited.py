"""NB706 not-awaited: a coroutine that never runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.python_steps.call_rule import CallRule

if TYPE_CHECKING:
    from neops_blocks.lint.rules.python_steps.python_code import Call


class NotAwaited(CallRule):
    """A coroutine that never runs."""

    code = Code.NOT_AWAITED
    name = "not-awaited"
    summary = "A function of a python step makes a coroutine and does not await it."
    why = "Without `await` nothing of it is ever run."
    remedy = "Write `await` before the call; only an `async def` can."
    help = "write `await` before it"
    bad = "# async def hasty(names): asyncio.sleep(1)\n- python: checks.py:hasty\n  with: {names: [a]}"
    good = (
        "# async def classify(names): await asyncio.sleep(1)\n"
        "- python: checks.py:classify\n  with: {names: [a]}"
    )

    def say(self, call: Call) -> str:
        """Name the call and its function."""
        return f"{call.what} in {call.function}() is not awaited"
