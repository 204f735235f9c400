"""Adding a test function to the module of a block, where pytest finds it."""

from __future__ import annotations

import asyncio
import functools
import sys
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.testing.base.case import create_safe_test_id

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


def add_test(
    cls: type[Any], description: str, body: Callable[..., Coroutine[Any, Any, Any]], *marks: str
) -> None:
    """Add `body` to the module of `cls` as ``test_<class>_<description>``; nothing without pytest.

    It is an async test where pytest-asyncio is installed, else one that runs an event loop itself. A name
    that is taken gets a number.

    Args:
        cls: the block's class.
        description: names the test.
        body: the test; its parameters are fixtures.
        marks: more marks than ``function_block``.
    """
    try:
        import pytest
    except ImportError:
        return
    module = sys.modules[cls.__module__]
    has_asyncio = find_spec("pytest_asyncio") is not None
    test: Callable[..., Any] = pytest.mark.asyncio(body) if has_asyncio else _synchronous(body)
    for mark in ("function_block", *marks):
        test = getattr(pytest.mark, mark)(test)
    name = f"test_{cls.__name__.lower()}_{create_safe_test_id(description)}"
    names = (name if number == 1 else f"{name}_{number}" for number in count(1))
    free = next(candidate for candidate in names if not hasattr(module, candidate))
    test.__name__ = test.__qualname__ = free
    test.__module__ = module.__name__
    test.__doc__ = description
    setattr(module, free, test)


def _synchronous(body: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., None]:
    @functools.wraps(body)
    def run(**fixtures: Any) -> None:
        asyncio.run(body(**fixtures))

    return run
