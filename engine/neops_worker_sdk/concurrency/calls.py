"""Calling a function on behalf of a future: what a future cannot carry is turned into what it can."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")


def call_for_future(fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> R:
    """Call `fn`, for a future to hold the outcome.

    Raises:
        RuntimeError: `fn` raised StopIteration, which a future of asyncio refuses (its task would hang).
    """
    try:
        return fn(*args, **kwargs)
    except StopIteration as error:
        raise RuntimeError(f"{name_of(fn)} raised StopIteration, which cannot be awaited") from error


def name_of(fn: object) -> str:
    """A name for `fn` in messages: its qualified name, or its repr."""
    while hasattr(fn, "func"):
        fn = fn.func
    return getattr(fn, "__qualname__", None) or repr(fn)


def is_async(fn: object) -> bool:
    """Whether calling `fn` gives a coroutine or an asynchronous generator."""
    return inspect.iscoroutinefunction(fn) or inspect.isasyncgenfunction(fn)
