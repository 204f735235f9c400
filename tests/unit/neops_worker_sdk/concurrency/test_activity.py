from __future__ import annotations

import asyncio
from contextvars import copy_context

from neops_worker_sdk.concurrency import collecting_activities, working_on
from neops_worker_sdk.concurrency.activity import activity_of


def test_the_innermost_activity_is_the_one_of_the_context():
    with working_on("outer"):
        with working_on("inner"):
            assert activity_of(copy_context()) == "inner"
        assert activity_of(copy_context()) == "outer"
    assert activity_of(copy_context()) == ""
    assert activity_of(None) == ""


def test_activities_of_all_tasks_and_threads_are_collected_while_they_last():
    async def main():
        release = asyncio.Event()

        async def work(place):
            with working_on(place):
                await release.wait()

        with collecting_activities() as ongoing:
            tasks = [asyncio.create_task(work(place)) for place in ("a", "b", "a")]
            await asyncio.sleep(0)
            during = ongoing.places()
            release.set()
            await asyncio.wait(tasks)
            return during, ongoing.places()

    assert asyncio.run(main()) == (("a", "b"), ())
