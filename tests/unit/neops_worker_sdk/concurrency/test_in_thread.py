from __future__ import annotations

import asyncio
import contextvars
import functools
import threading

import pytest

from neops_worker_sdk.concurrency import run_in_thread

pytestmark = pytest.mark.asyncio
COLOUR = contextvars.ContextVar("colour", default="none")


@run_in_thread
def where() -> int:
    """Which thread."""
    return threading.get_ident()


class Collector:
    @run_in_thread
    def method(self, a: int, *, b: int = 2) -> tuple[object, int, int]:
        return self, a, b

    @staticmethod
    @run_in_thread
    def static(a):
        return a

    @classmethod
    @run_in_thread
    def of_class(cls, a):
        return cls, a


async def test_it_runs_in_another_thread():
    assert await where() != threading.get_ident()


async def test_methods_get_their_instance_and_arguments():
    collector = Collector()
    assert await collector.method(1, b=3) == (collector, 1, 3)
    assert await Collector.static(4) == 4
    assert await Collector.of_class(5) == (Collector, 5)


async def test_name_and_documentation_are_kept():
    assert (where.__name__, where.__doc__) == ("where", "Which thread.")
    assert Collector.method.__qualname__ == "Collector.method"


async def test_the_work_begins_at_the_call_not_at_the_await():
    began = threading.Event()
    awaitable = run_in_thread(began.set)()
    assert began.wait(5)
    await awaitable


async def test_the_thread_sees_a_copy_of_the_context_variables():
    def read_and_change():
        seen = COLOUR.get()
        COLOUR.set("changed")
        return seen

    COLOUR.set("red")
    assert await run_in_thread(read_and_change)() == "red"
    assert COLOUR.get() == "red"


async def test_errors_of_the_function_are_raised_at_the_await():
    with pytest.raises(ZeroDivisionError):
        await run_in_thread(lambda: 1 // 0)()


async def test_stop_iteration_becomes_a_runtime_error():
    with pytest.raises(RuntimeError, match="raised StopIteration"):
        await asyncio.wait_for(run_in_thread(next)(iter([])), 5)


async def _async():
    pass


async def _generator():
    yield 1


@pytest.mark.parametrize("fn", [_async, functools.partial(_async), _generator])
async def test_async_functions_are_refused_when_decorated(fn):
    with pytest.raises(TypeError, match="blocking functions"):
        run_in_thread(fn)


async def test_something_that_cannot_be_called_is_refused_when_decorated():
    with pytest.raises(TypeError, match="needs a function"):
        run_in_thread(3)


async def test_a_coroutine_that_comes_back_from_the_thread_is_an_error():
    with pytest.raises(TypeError, match="returned a coroutine"):
        await run_in_thread(lambda: _async())()


async def test_without_a_running_loop_the_call_explains_itself():
    with pytest.raises(RuntimeError, match="where is decorated with @run_in_thread and needs a running"):
        await asyncio.to_thread(where)
