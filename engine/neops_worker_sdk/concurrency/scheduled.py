"""`schedule_task`: calling an async function starts it as a task."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from neops_worker_sdk.concurrency.calls import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

P = ParamSpec("P")
R = TypeVar("R")


def schedule_task(fn: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, asyncio.Task[R]]:
    """Make a call of the async function `fn` start it at once, as a task named after it.

    The task may be awaited later. A task that is still pending when the job ends is cancelled.

    Raises:
        TypeError: at decoration, if `fn` is not an ``async def``.
        RuntimeError: at the call, if no event loop is running.
    """
    if not inspect.iscoroutinefunction(fn):
        raise TypeError(
            f"@schedule_task is for 'async def' functions, and {name_of(fn)} is none: "
            "use @run_in_thread for a blocking function"
        )
    running: set[asyncio.Task[R]] = set()  # a loop itself only keeps weak references to its tasks

    @functools.wraps(fn)
    def start(*args: P.args, **kwargs: P.kwargs) -> asyncio.Task[R]:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError(
                f"{name_of(fn)} is decorated with @schedule_task and needs a running event loop: "
                "call it inside 'async def run' (or another coroutine)"
            ) from None
        task = loop.create_task(fn(*args, **kwargs), name=name_of(fn))
        running.add(task)
        task.add_done_callback(running.discard)
        return task

    return start
