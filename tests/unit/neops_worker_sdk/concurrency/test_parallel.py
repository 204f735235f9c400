from __future__ import annotations

import asyncio
import functools

import pytest

from neops_worker_sdk.concurrency import run_in_thread, run_parallel

pytestmark = pytest.mark.asyncio


class Counter:
    """Coroutines that say how many of them run at once."""

    def __init__(self):
        self.now = self.most = 0
        self.ended = []

    async def item(self, value, turns=3, error=None):
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            for _ in range(turns):
                await asyncio.sleep(0)
            if error:
                raise error
            self.ended.append(value)
            return value
        finally:
            self.now -= 1


@pytest.mark.parametrize("limit", [None, 1, 2, 50])
async def test_results_keep_the_given_order(limit):
    counter = Counter()
    items = [counter.item(n, turns=10 - n) for n in range(10)]
    assert await run_parallel(*items, limit=limit) == list(range(10))
    assert counter.most == min(limit or 10, 10)


async def test_nothing_gives_an_empty_list():
    assert await run_parallel() == []
    assert await run_parallel(limit=3) == []


@pytest.mark.parametrize("limit", [None, 3])
async def test_the_first_error_is_raised_at_once_and_the_others_go_on(limit):
    counter, release = Counter(), asyncio.Event()

    async def slow():
        await release.wait()
        counter.ended.append("slow")

    with pytest.raises(ValueError, match="first"):
        await run_parallel(slow(), counter.item(1, error=ValueError("first")), slow(), limit=limit)
    assert counter.ended == []
    release.set()
    await asyncio.sleep(0.01)
    assert counter.ended == ["slow", "slow"]


async def test_after_an_error_nothing_new_begins():
    counter = Counter()
    with pytest.raises(ValueError, match="no"):
        await run_parallel(counter.item(1, error=ValueError("no")), counter.item(2), counter.item(3), limit=1)
    await asyncio.sleep(0.01)
    assert counter.ended == []


@pytest.mark.parametrize("limit", [None, 1, 2])
async def test_return_exceptions_puts_errors_at_their_place(limit):
    counter, error = Counter(), ValueError("middle")
    items = [counter.item(1), counter.item(2, error=error), counter.item(3)]
    assert await run_parallel(*items, limit=limit, return_exceptions=True) == [1, error, 3]


async def test_functions_are_called_when_their_turn_comes():
    running, most = 0, 0

    @run_in_thread
    def fetch(n):
        return n

    async def begin(n):
        nonlocal running, most
        running += 1
        most = max(most, running)
        result = await fetch(n)
        running -= 1
        return result

    assert await run_parallel(*[functools.partial(begin, n) for n in range(8)], limit=2) == list(range(8))
    assert most == 2
    assert await run_parallel(lambda: fetch(1), lambda: fetch(2)) == [1, 2]


@pytest.mark.parametrize(
    ("items", "limit", "error", "text"),
    [
        ([lambda: 1, 3], None, TypeError, "item 2 cannot be awaited: 3"),
        ([], 0, ValueError, "at least 1"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_anything_begins(items, limit, error, text):
    counter = Counter()
    with pytest.raises(error, match=text):
        await run_parallel(*items, counter.item(1), limit=limit)
    assert counter.most == 0


async def test_work_that_runs_already_cannot_wait_for_its_turn():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    with pytest.raises(TypeError, match=r"'lambda: self\.fetch"):
        await run_parallel(future, limit=2)
    assert await run_parallel(future) == [1]


async def test_cancelling_it_cancels_the_operations():
    counter = Counter()
    task = asyncio.create_task(run_parallel(*[counter.item(n, turns=10**6) for n in range(5)], limit=2))
    await asyncio.sleep(0.01)
    assert counter.now == 2
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert counter.now == 0
