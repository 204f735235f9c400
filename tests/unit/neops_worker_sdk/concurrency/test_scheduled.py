from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from neops_worker_sdk.concurrency import schedule_task


@schedule_task
async def double(value: int) -> int:
    """Twice."""
    await asyncio.sleep(0)
    return 2 * value


@pytest.mark.asyncio
async def test_calling_it_starts_a_named_task_that_can_be_awaited():
    task = double(4)
    assert isinstance(task, asyncio.Task)
    assert task.get_name() == "double"
    assert await task == 8
    assert double.__doc__ == "Twice."


@pytest.mark.asyncio
async def test_a_task_nobody_keeps_is_kept_until_it_is_done():
    reached = asyncio.Event()

    @schedule_task
    async def forgotten():
        future = asyncio.get_running_loop().create_future()
        waiting = weakref.ref(future)
        asyncio.get_running_loop().call_later(0.02, lambda: waiting() and waiting().set_result(1))
        await future
        reached.set()

    forgotten()
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.wait_for(reached.wait(), 5)


@pytest.mark.parametrize("fn", [lambda: None, print])
def test_functions_that_are_not_async_are_refused_when_decorated(fn):
    with pytest.raises(TypeError, match="'async def' functions"):
        schedule_task(fn)


def test_without_a_running_loop_the_call_explains_itself():
    with pytest.raises(RuntimeError, match="double is decorated with @schedule_task"):
        double(1)
