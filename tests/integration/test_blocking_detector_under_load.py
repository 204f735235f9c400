"""No false alarm while 200 devices' threads fight for the interpreter, and no deafness either."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time

import pytest

from neops_worker_sdk.concurrency import (
    BlockingDetector,
    DaemonThreadPoolExecutor,
    run_in_thread,
    run_parallel,
    schedule_task,
)
from neops_worker_sdk.logger import StdlibContextualLogger

DEVICES = 200
LONG = bool(os.environ.get("NEOPS_SOAK"))
SECONDS = 20.0 if LONG else 2.0
pytestmark = [pytest.mark.soak, pytest.mark.timeout(300)]

log = logging.getLogger("neops.tests.load")


@run_in_thread
def burn(until):
    count = 0
    while time.monotonic() < until:
        count += sum(range(500))
    return count


@run_in_thread
def burn_and_log(until):
    while time.monotonic() < until:
        log.info("%s", json.dumps({"interfaces": list(range(200))}))


@run_in_thread
def wait_together(barrier):
    barrier.wait(60)
    return json.dumps(list(range(2000)))


@schedule_task
async def heartbeat(beats):
    while True:
        log.info("beat")
        beats.append(time.monotonic())
        await asyncio.sleep(0.02)


async def computing_threads():
    until = time.monotonic() + SECONDS
    await run_parallel(*[burn(until) for _ in range(DEVICES)])


async def computing_threads_while_the_loop_works():
    until, beats = time.monotonic() + SECONDS, []
    task = heartbeat(beats)
    await run_parallel(*[burn(until) for _ in range(DEVICES)])
    task.cancel()
    assert beats


async def computing_and_logging_threads():
    until, beats = time.monotonic() + SECONDS, []
    task = heartbeat(beats)
    await run_parallel(*[burn_and_log(until) for _ in range(DEVICES)])
    task.cancel()


async def all_threads_finishing_at_the_same_moment():
    async def device(barrier):
        text = await wait_together(barrier)
        return len(json.loads(text))

    for _ in range(8 if LONG else 2):
        barrier = threading.Barrier(DEVICES)
        assert set(await run_parallel(*[device(barrier) for _ in range(DEVICES)])) == {2000}


async def few_computing_threads_and_a_logging_loop():
    until = time.monotonic() + SECONDS
    running = asyncio.gather(*[burn(until) for _ in range(6)])
    while not running.done():
        for _ in range(10):
            log.info("line")
        await asyncio.sleep(0.01)


async def one_callback_that_writes_many_lines_while_all_compute():
    until = time.monotonic() + SECONDS
    running = asyncio.gather(*[burn(until) for _ in range(DEVICES)])
    await asyncio.sleep(0.2)
    while not running.done():
        for number in range(30):  # each line gives the interpreter away and waits long to get it back
            log.info("line %s", number)
        await asyncio.sleep(0)
    await running


async def one_callback_that_computes_while_all_compute():
    until = time.monotonic() + SECONDS
    running = asyncio.gather(*[burn(until) for _ in range(DEVICES)])
    await asyncio.sleep(0.2)
    while not running.done():
        json.loads(json.dumps(list(range(50_000))))
        await asyncio.sleep(0)
    await running


def watched(main, threshold):
    """Run `main` in a thread under the detector; its events, and how long it took."""

    async def watcher():
        detector = BlockingDetector(threshold, StdlibContextualLogger())
        here, ended, errors = asyncio.get_running_loop(), asyncio.Event(), []

        def job_thread():
            try:
                with asyncio.Runner() as runner:
                    runner.get_loop().set_default_executor(DaemonThreadPoolExecutor(DEVICES))
                    runner.run(main())
            except Exception as error:
                errors.append(error)
            here.call_soon_threadsafe(ended.set)

        thread = threading.Thread(target=job_thread, daemon=True)
        thread.start()
        watching = asyncio.create_task(detector.monitor_thread(thread.ident, "load"))
        await ended.wait()
        watching.cancel()
        await asyncio.wait({watching})
        assert errors == []
        return detector.events

    return asyncio.run(watcher())


SCENARIOS = [
    computing_threads,
    computing_threads_while_the_loop_works,
    computing_and_logging_threads,
    all_threads_finishing_at_the_same_moment,
    few_computing_threads_and_a_logging_loop,
    one_callback_that_writes_many_lines_while_all_compute,
    one_callback_that_computes_while_all_compute,
]


@pytest.fixture
def quiet_log(tmp_path):
    handler = logging.FileHandler(tmp_path / "log")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    yield
    log.removeHandler(handler)
    handler.close()


@pytest.mark.usefixtures("quiet_log")
@pytest.mark.parametrize("main", SCENARIOS, ids=lambda main: main.__name__)
def test_no_false_alarm_under_full_load(main):
    assert watched(main, threshold=0.5) == ()


def test_a_blocking_call_is_seen_under_full_load():
    async def main():
        until = time.monotonic() + 8
        stop = threading.Event()

        @run_in_thread
        def load():
            while not stop.is_set() and time.monotonic() < until:
                sum(range(500))

        running = asyncio.gather(*[load() for _ in range(DEVICES)])
        await asyncio.sleep(0.5)
        time.sleep(1.5)
        stop.set()
        await running

    events = watched(main, threshold=0.5)
    assert [event.place.source for event in events] == ["time.sleep(1.5)"]
