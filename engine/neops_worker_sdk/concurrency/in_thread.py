"""`run_in_thread`: a blocking function becomes an awaitable that is already running."""

from __future__ import annotations

import asyncio
import functools
import inspect
from contextvars import copy_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from neops_worker_sdk.concurrency.calls import call_for_future, is_async, name_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

P = ParamSpec("P")
R = TypeVar("R")


def run_in_thread(fn: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Make the blocking function or method `fn` awaitable: each call runs in a thread of its own.

    The work starts at the call, not at the ``await``, in the default executor of the running loop. It sees a
    copy of the caller's context variables.

    Raises:
        TypeError: at decoration, if `fn` is asynchronous (it needs no thread) or cannot be called.
        RuntimeError: at the call, if no event loop is running.
    """
    if is_async(fn):
        raise TypeError(
            f"@run_in_thread is for blocking functions, and {name_of(fn)} is an 'async def': "
            "await it directly, or write 'def' instead of 'async def'"
        )
    if not callable(fn):
        raise TypeError(f"@run_in_thread needs a function, not {fn!r}")

    @functools.wraps(fn)
    def start(*args: P.args, **kwargs: P.kwargs) -> Awaitable[R]:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError(
                f"{name_of(fn)} is decorated with @run_in_thread and needs a running event loop: "
                "call it inside 'async def run' (or another coroutine) and await it"
            ) from None
        work = functools.partial(copy_context().run, _call, fn, *args, **kwargs)
        return loop.run_in_executor(None, work)

    return start


def _call(fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    result = call_for_future(fn, *args, **kwargs)
    if inspect.iscoroutine(result):
        result.close()
        raise TypeError(
            f"{name_of(fn)} ran in a thread and returned a coroutine, which nobody would run: "
            "await the asynchronous function directly instead of using @run_in_thread"
        )
    return result
