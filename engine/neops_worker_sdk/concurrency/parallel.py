"""`run_parallel`: several awaitables at the same time, results in the given order."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeAlias, TypeVar, overload

T = TypeVar("T")
Parallel: TypeAlias = Awaitable[T] | Callable[[], Awaitable[T]]


@overload
async def run_parallel(
    *awaitables: Parallel[T], limit: int | None = None, return_exceptions: Literal[False] = False
) -> list[T]: ...
@overload
async def run_parallel(
    *awaitables: Parallel[T], limit: int | None = None, return_exceptions: bool
) -> list[T | BaseException]: ...
async def run_parallel(
    *awaitables: Parallel[Any], limit: int | None = None, return_exceptions: bool = False
) -> list[Any]:
    """Wait for all `awaitables` together and return their results in the same order.

    The first error is raised at once; operations that have begun go on in the background, and their results
    are discarded.

    Args:
        awaitables: what to wait for. An item may also be a function without arguments that returns an
            awaitable; it is called when its turn comes.
        limit: at most so many at the same time. Items must not have begun: give coroutines or functions
            (``lambda: self.fetch(device)``), not calls of a `run_in_thread` function. After an error nothing
            new begins.
        return_exceptions: put errors in the list, at the place of their result, instead of raising.

    Raises:
        TypeError: an item is neither, or has begun already although there is a `limit`.
        ValueError: `limit` is below 1.
    """
    try:
        _check(awaitables, limit)
        if limit is None:
            started = [_begin(item) for item in awaitables]
            return await asyncio.gather(*started, return_exceptions=return_exceptions)
        return await _limited(awaitables, limit, return_exceptions)
    except BaseException:
        _close_unstarted(awaitables)
        raise


def _check(items: tuple[Parallel[Any], ...], limit: int | None) -> None:
    if limit is not None and limit < 1:
        raise ValueError(f"run_parallel(limit={limit}): the limit is a number of operations, at least 1")
    for position, item in enumerate(items, start=1):
        if not (inspect.isawaitable(item) or callable(item)):
            raise TypeError(f"run_parallel: item {position} cannot be awaited: {item!r}")
        if limit is not None and asyncio.isfuture(item):
            raise TypeError(
                f"run_parallel(limit={limit}): item {position} is running already, "
                "so it cannot wait for its turn. Give a function that starts it: "
                "'lambda: self.fetch(device)' or functools.partial"
            )


def _begin(item: Parallel[Any]) -> Awaitable[Any]:
    return item if inspect.isawaitable(item) else item()


async def _limited(items: tuple[Parallel[Any], ...], limit: int, return_exceptions: bool) -> list[Any]:
    turns = asyncio.Semaphore(limit)
    failed = False

    async def take_turn(item: Parallel[Any]) -> Any:
        nonlocal failed
        async with turns:
            if failed:
                return None
            try:
                return await _begin(item)
            except BaseException:
                failed = not return_exceptions
                raise

    return await asyncio.gather(*map(take_turn, items), return_exceptions=return_exceptions)


def _close_unstarted(items: tuple[Parallel[Any], ...]) -> None:
    for item in items:
        if inspect.iscoroutine(item) and inspect.getcoroutinestate(item) == inspect.CORO_CREATED:
            item.close()
