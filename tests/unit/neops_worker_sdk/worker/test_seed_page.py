"""The sentences of the specification's page on concurrency that are about the worker, each with its test."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time

from neops_worker_sdk.engines.memory import MemoryEngine


def test_blocking_calls_in_run_will_not_stall_the_heartbeat_or_job_polling(run, serving, kit, job):
    """Blocking calls in `run()` will not stall the heartbeat or job polling."""
    ended = []

    async def blocks(self, params, context):
        time.sleep(0.8)
        ended.append(time.monotonic())
        return kit.ok()

    class Watched(MemoryEngine):
        def __init__(self):
            super().__init__()
            self.polls = []

        async def poll(self, *arguments):
            self.polls.append(time.monotonic())
            return await super().poll(*arguments)

    async def main():
        async with serving(blocks, engine=Watched(), heartbeat_interval=0.1) as at:
            await at.engine.submit(one := job())
            await at.engine.result_of(one.id)
            next_poll = await first_after(at.engine.polls, ended)
        gaps = [later - earlier for earlier, later in itertools.pairwise(at.engine.pings)]
        assert len(gaps) >= 7
        assert max(gaps) < 0.3
        assert next_poll - ended[0] < 0.3

    run(main)


async def first_after(polls, ended):
    while not (later := [poll for poll in polls if poll > ended[0]]):
        await asyncio.sleep(0.01)
    return later[0]


def test_each_job_is_processed_sequentially_in_the_one_job_thread(run, serving, kit, job):
    """The worker processes jobs one at a time per worker instance (`max_workers=1`)."""
    at_work, most, threads = [], [], set()

    async def counts(self, params, context):
        threads.add(threading.get_ident())
        at_work.append(1)
        most.append(len(at_work))
        await asyncio.sleep(0.05)
        at_work.pop()
        return kit.ok()

    async def main():
        async with serving(counts) as at:
            jobs = [job() for _ in range(5)]
            await at.engine.submit(*jobs)
            for one in jobs:
                await at.engine.result_of(one.id)
        assert most == [1] * 5
        assert len(threads) == 1
        assert threading.get_ident() not in threads

    run(main)


def test_the_engine_distributes_jobs_across_all_registered_workers(run, serving, kit, job):
    """Need more throughput? Run more worker instances: the jobs are distributed across all of them."""
    served = {}

    def block(name):
        async def slow(self, params, context):
            served.setdefault(name, []).append(params.count)
            await asyncio.sleep(0.05)
            return kit.ok()

        return kit.block(slow)

    async def main():
        engine = MemoryEngine()
        async with serving(block("one"), engine=engine), serving(block("two"), engine=engine):
            jobs = [job(parameters={"count": number}) for number in range(12)]
            await engine.submit(*jobs)
            for one in jobs:
                await engine.result_of(one.id)
        assert sorted(served["one"] + served["two"]) == list(range(12))
        assert min(len(served["one"]), len(served["two"])) >= 4

    run(main)
