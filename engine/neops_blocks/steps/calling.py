"""Calling an author's function: within a time limit, whatever it is and does."""

from __future__ import annotations

import contextvars
import inspect
import threading
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import PythonError, StepTimeout

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

STEP = "step"


def wants_step(function: Callable[..., Any]) -> bool:
    """Whether the function has an argument of its own named `step`."""
    try:
        return STEP in inspect.signature(function).parameters
    except (TypeError, ValueError):  # a builtin that does not tell
        return False


def listed(value: Any) -> Any:
    """The value; of a generator the list of what it yields. Raises PythonError for an async generator."""
    if inspect.isasyncgen(value):
        raise PythonError("the function is an asynchronous generator", hint="collect a list and return it")
    return list(value) if inspect.isgenerator(value) else value


def within(timeout: float, call: Callable[[], Any]) -> Any:
    """Call in a thread of its own, which is left behind when the time is over. Raises StepTimeout."""
    box: list[tuple[Any, BaseException | None]] = []
    context = contextvars.copy_context()

    def work() -> None:
        try:
            box.append((context.run(call), None))
        except BaseException as error:  # noqa: BLE001 - handed over to the caller
            box.append((None, error))

    thread = threading.Thread(target=work, name="python step", daemon=True)
    thread.start()
    thread.join(timeout)
    if not box:
        raise StepTimeout(
            f"the function took longer than the step's timeout of {timeout:g} s",
            hint="a longer timeout, if it is only slow; its thread was left behind and its session closed",
        )
    return unboxed(box[0])


async def boxed(coroutine: Coroutine[Any, Any, Any]) -> tuple[Any, BaseException | None]:
    """What the coroutine returns or raises: sys.exit in it ends the step, not the event loop of the job."""
    try:
        return await coroutine, None
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 - handed over to the caller
        return None, error


def unboxed(box: tuple[Any, BaseException | None]) -> Any:
    """The value in the box. Raises the error in it."""
    value, error = box
    if error is not None:
        raise error
    return value
