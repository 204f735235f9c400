"""What the functions of python steps call."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.functions import FileProblem, FunctionFile
from neops_blocks.lint.python_code import PythonCode, Trouble
from neops_blocks.lint.rules.python_steps import PythonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.python_code import Call
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import StepModel

_STEP = "- python: checks.py:classify\n  with: {names: [a]}"


class CallRule(PythonRule):
    """A rule about one kind of call, in the function of a step and in those of its file that it calls."""

    severity: ClassVar[Severity] = Severity.WARNING
    trouble: ClassVar[Trouble]
    help: ClassVar[str]

    def look(
        self, found: FunctionFile | FileProblem, function: str, step: StepModel, subject: Subject
    ) -> Iterator[Finding]:
        """Look at the calls of the function."""
        if isinstance(found, FileProblem):
            return
        path = (*step.path, "python")
        for call in PythonCode(found.tree).troubles(function):
            if call.trouble is self.trouble:
                where = f"{found.name}:{call.line}:{call.column}"
                message = f"{where}: {self.say(call)}"
                yield self.finding(message, subject.document.span(*path), path, help=self.help)

    def say(self, call: Call) -> str:
        """What is wrong with a call."""
        raise NotImplementedError


class BlockingCall(CallRule):
    """A call that holds the event loop."""

    code = Code.BLOCKING_CALL
    trouble = Trouble.BLOCKING
    name = "blocking-call"
    summary = "An `async def` function of a python step calls something that blocks."
    why = (
        "It runs on the job's event loop: until the call is over, no other device and no other step of the "
        "job goes on."
    )
    remedy = "Write `def` instead, which runs in a thread, or await `step.run_in_thread(function)(...)`."
    help = "write `def`, which runs in a thread, or await `step.run_in_thread(function)(...)`"
    bad = f"# async def slow(names): time.sleep(1)\n{_STEP.replace('classify', 'slow')}"
    good = f"# def classify(names): time.sleep(1)\n{_STEP}"

    def say(self, call: Call) -> str:
        """Name the call and its function."""
        return f"{call.what} in {call.function}() holds the event loop"


class NotAwaited(CallRule):
    """A coroutine that never runs."""

    code = Code.NOT_AWAITED
    trouble = Trouble.NOT_AWAITED
    name = "not-awaited"
    summary = "A function of a python step makes a coroutine and does not await it."
    why = "Without `await` nothing of it is ever run."
    remedy = "Write `await` before the call; only an `async def` can."
    help = "write `await` before it"
    bad = f"# async def hasty(names): asyncio.sleep(1)\n{_STEP.replace('classify', 'hasty')}"
    good = f"# async def classify(names): await asyncio.sleep(1)\n{_STEP}"

    def say(self, call: Call) -> str:
        """Name the call and its function."""
        return f"{call.what} in {call.function}() is not awaited"


class DangerousCall(CallRule):
    """A call that runs whatever text it is given."""

    code = Code.DANGEROUS_CALL
    trouble = Trouble.DANGEROUS
    name = "dangerous-call"
    summary = "A function of a python step runs text as code: `eval`, `exec`, or a shell."
    why = "What a device or a user of the block sends may become part of that text."
    remedy = (
        "Give `subprocess` a list of arguments without a shell; read data with `json` or `ast.literal_eval`."
    )
    help = "give a list of arguments without a shell; read data with json or ast.literal_eval"
    bad = f"# def risky(names): return eval(names)\n{_STEP.replace('classify', 'risky')}"
    good = f"# def classify(names): return json.loads(names)\n{_STEP}"

    def say(self, call: Call) -> str:
        """Name the call and its function."""
        return f"{call.what} in {call.function}() runs text as code"
