"""Every sentence of the page "Async and Concurrency" that states behaviour of blocks, jobs or the detector.

Each test's docstring is the sentence. Heartbeat, polling, pushing and several workers are the worker's.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import threading
import time
import typing
from collections.abc import Awaitable

import pytest

import neops_worker_sdk.concurrency
from neops_worker_sdk.concurrency import BlockingDetector, run_in_thread, run_parallel, schedule_task
from neops_worker_sdk.jobs import JobRunner, pool_size
from neops_worker_sdk.jobs.settings import blocking_threshold
from neops_worker_sdk.testing.base.function_block_test_case import FunctionBlockTestCase
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context

POOL = min(32, (os.cpu_count() or 1) + 4)


@run_in_thread
def thread_of(*_: object) -> int:
    return threading.get_ident()


# --- The execution model


def test_the_block_runs_in_a_dedicated_thread_with_its_own_loop(kit):
    """The worker executes your function block in a dedicated thread with its own event loop."""
    seen = []

    async def run(self, params, context):
        seen.append((threading.get_ident(), asyncio.get_running_loop()))
        return kit.ok()

    kit.run_all(kit.job(run), kit.job(run))
    (thread, first_loop), (_, second_loop) = seen
    assert thread != threading.get_ident()
    assert first_loop is not second_loop
    assert first_loop.is_closed()


def test_blocking_calls_do_not_stall_the_main_loop(kit):
    """Blocking calls in run() will not stall the heartbeat or job polling."""

    async def run(self, params, context):
        time.sleep(0.2)
        return kit.ok()

    async def main():
        runner, beats = JobRunner(logger=kit.log), 0
        job = asyncio.create_task(runner.run(kit.job(run)))
        while not job.done():
            await asyncio.sleep(0.01)
            beats += 1
        await runner.aclose()
        return beats

    assert asyncio.run(main()) >= 5


def test_each_job_is_processed_sequentially(kit):
    """Each job is processed sequentially (max_workers=1)."""
    events = []

    async def run(self, params, context):
        events.append("begin")
        await asyncio.sleep(0.005)
        events.append("end")
        return kit.ok()

    async def main():
        runner = JobRunner(logger=kit.log)
        await asyncio.gather(*[runner.run(kit.job(run)) for _ in range(3)])
        await runner.aclose()

    asyncio.run(main())
    assert events == ["begin", "end"] * 3


def test_inside_a_job_operations_run_in_parallel(kit):
    """Inside a job, you can still use async/await and run multiple operations in parallel."""

    async def run(self, params, context):
        together, meeting = threading.Barrier(3), asyncio.Event()
        await run_parallel(*[run_in_thread(together.wait)(5) for _ in range(3)])
        await run_parallel(meeting.wait(), asyncio.to_thread(int), asyncio.sleep(0, meeting.set()))
        return kit.ok()

    assert kit.run(kit.job(run)).success


# --- @run_in_thread


@pytest.mark.asyncio
async def test_the_decorated_method_is_awaitable():
    """The decorated method becomes an awaitable - call it with await."""

    class Block:
        @run_in_thread
        def fetch(self, host: str) -> str:
            return f"config of {host}"

    assert inspect.isawaitable(pending := Block().fetch("sw1"))
    assert await pending == "config of sw1"


@pytest.mark.asyncio
async def test_execution_starts_at_the_call():
    """In run_parallel(self.fetch(a), self.fetch(b)), both threads are already running before run_parallel is."""
    running = threading.Barrier(3)
    fetch = run_in_thread(running.wait)
    a, b = fetch(5), fetch(5)
    running.wait(5)
    assert len(await run_parallel(a, b)) == 2


@pytest.mark.asyncio
async def test_the_function_runs_in_a_separate_thread():
    """The underlying function runs in a separate thread, so blocking is safe."""
    assert await thread_of() != threading.get_ident()


def test_type_hints_are_preserved():
    """Type hints are preserved; the return type becomes Awaitable[R]."""
    assert typing.get_type_hints(thread_of) == {"_": object, "return": int}
    names = {"Awaitable": Awaitable, "Callable": typing.Callable}
    returns = typing.get_type_hints(run_in_thread, localns=names)["return"]
    assert typing.get_origin(typing.get_args(returns)[1]) is Awaitable


@pytest.mark.asyncio
async def test_it_calls_run_in_executor(monkeypatch):
    """Under the hood, @run_in_thread calls loop.run_in_executor(None, fn)."""
    loop, calls = asyncio.get_running_loop(), []
    original = loop.run_in_executor

    def spy(executor, fn, *args):
        calls.append(executor)
        return original(executor, fn, *args)

    monkeypatch.setattr(loop, "run_in_executor", spy)
    await thread_of()
    assert calls == [None]


@pytest.mark.parametrize("devices", [0, 1])
def test_the_pool_has_min_32_cpu_plus_4_threads(kit, devices):
    """It uses the default thread pool executor (limited to min(32, os.cpu_count() + 4) threads)."""

    async def run(self, params, context):
        together, extra = threading.Barrier(POOL + 1), threading.Event()
        waiting = [run_in_thread(together.wait)(10) for _ in range(POOL)]
        one_more = run_in_thread(extra.set)()
        while together.n_waiting < POOL:
            await asyncio.sleep(0.001)
        has_no_thread = not extra.wait(0.02)
        together.wait(10)
        await run_parallel(*waiting, one_more)
        return kit.ok(has_no_thread)

    assert kit.run(kit.job(run, devices=devices)).data == {"value": True}


@pytest.mark.parametrize(
    ("devices", "max_parallel", "max_threads", "expected"),
    [
        (1, None, 256, POOL),
        (1, 100, 256, POOL),
        (POOL - 1, None, 256, POOL),
        (50, None, 256, 50),
        (50, 40, 256, 40),
        (50, 2, 256, POOL),
        (1000, None, 256, 256),
        (1000, None, 1, POOL),
    ],
)
def test_the_pool_grows_with_the_devices(devices, max_parallel, max_threads, expected):
    """For example, collecting data from 50 devices simultaneously (our recorded deviation from the pool size)."""
    assert pool_size(devices, max_parallel, max_threads) == expected


# --- run_parallel


@pytest.mark.asyncio
async def test_results_come_in_the_same_order():
    """It accepts any number of awaitables and returns results in the same order."""
    assert await run_parallel() == []
    assert await run_parallel(*[asyncio.sleep((5 - n) / 1000, n) for n in range(5)]) == [0, 1, 2, 3, 4]


def test_a_group_block_sees_all_devices_and_collects_from_them_at_the_same_time(kit):
    """Collecting data from 50 devices simultaneously within one group-level function block."""

    async def run(self, params, context):
        together = threading.Barrier(len(context.devices))

        def collect(device):
            together.wait(20)
            return device.hostname

        return kit.ok(await run_parallel(*[run_in_thread(collect)(device) for device in context.devices]))

    outcome = kit.run(kit.job(run, devices=50))
    assert outcome.data == {"value": [f"sw{n}" for n in range(1, 51)]}


@pytest.mark.asyncio
async def test_the_first_exception_is_raised_immediately_and_the_others_continue():
    """run_parallel() raises it immediately. The remaining operations continue running; results are discarded."""
    release, ended = asyncio.Event(), []

    async def slow():
        await release.wait()
        ended.append("slow")

    async def fail():
        raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        await asyncio.wait_for(run_parallel(slow(), fail(), slow()), 5)
    assert ended == []
    release.set()
    await asyncio.sleep(0.01)
    assert ended == ["slow", "slow"]


# --- @schedule_task


@pytest.mark.asyncio
async def test_calling_it_schedules_a_task_at_once():
    """Calling it immediately schedules an asyncio.Task and returns the Task object."""
    started = asyncio.Event()

    @schedule_task
    async def log_event(event: str) -> str:
        started.set()
        return event

    task = log_event("x")
    assert isinstance(task, asyncio.Task)
    await asyncio.wait_for(started.wait(), 5)


def test_the_task_can_be_awaited_later(kit):
    """The returned Task can be awaited later."""

    @schedule_task
    async def double(value):
        return 2 * value

    async def run(self, params, context):
        task = double(4)
        await asyncio.sleep(0)
        return kit.ok(await task)

    assert kit.run(kit.job(run)).data == {"value": 8}


def test_pending_tasks_are_cancelled_at_the_job_boundary(kit):
    """Any @schedule_task task that hasn't completed by then receives CancelledError."""
    ends = []

    @schedule_task
    async def background():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ends.append("cancelled")
            raise

    async def run(self, params, context):
        background()
        await asyncio.sleep(0)
        return kit.ok()

    assert kit.run(kit.job(run)).success
    assert ends == ["cancelled"]


def test_it_needs_a_running_event_loop(kit):
    """@schedule_task only works in an async context with a running event loop."""

    @schedule_task
    async def nothing():
        pass

    with pytest.raises(RuntimeError, match="needs a running event loop"):
        nothing()

    async def run(self, params, context):
        """Within a function block's run() method, this is always the case."""
        await nothing()
        return kit.ok()

    assert kit.run(kit.job(run)).success


# --- Blocking detection


def blocking_block(kit, seconds):
    async def run(self, params, context):
        time.sleep(seconds)
        return kit.ok()

    return kit.block(run)


def test_a_blocking_operation_is_logged_with_its_exact_location(kit):
    """When an operation exceeds the threshold, it logs a warning pointing to the exact location."""
    kit.run(kit.job(blocking_block(kit, 0.25)), blocking_threshold=0.1)
    (warning,) = kit.log.detected
    head, blocking_at, place, source, tip = warning.splitlines()
    assert head == "Blocking operation detected in some_block (exceeded 0.1s threshold)"
    assert blocking_at == "Blocking at:"
    assert place.strip().startswith(f'File "{__file__}", line ')
    assert place.endswith(", in run")
    assert source.strip() == "time.sleep(seconds)"
    assert tip == "Tip: Use @run_in_thread decorator to wrap blocking operations"


@pytest.mark.parametrize(
    ("text", "seconds"), [(None, 0.5), ("", 0.5), ("0.5", 0.5), ("2.0", 2.0), ("0", 0.0)]
)
def test_the_environment_sets_the_threshold(text, seconds):
    """The threshold is controlled by the BLOCKING_DETECTION_THRESHOLD environment variable."""
    assert blocking_threshold({} if text is None else {"BLOCKING_DETECTION_THRESHOLD": text}) == seconds


def test_half_a_second_is_the_default(kit):
    """0.5 (default): warn when any operation blocks for more than 500ms."""

    async def main(seconds):
        runner = JobRunner(logger=kit.log)
        outcome = await runner.run(kit.job(blocking_block(kit, seconds)))
        await runner.aclose()
        return outcome.blocking

    assert asyncio.run(main(0.35)) == ()
    assert len(asyncio.run(main(0.75))) == 1
    assert "exceeded 0.5s threshold" in kit.log.detected[0]


def test_a_higher_threshold_is_more_lenient(kit):
    """2.0: more lenient - useful for slow connections."""
    assert kit.run(kit.job(blocking_block(kit, 0.3)), blocking_threshold=0.1).blocking
    assert not kit.run(kit.job(blocking_block(kit, 0.3)), blocking_threshold=0.6).blocking


def test_zero_disables_detection(kit):
    """0: disable blocking detection entirely."""
    assert kit.run(kit.job(blocking_block(kit, 0.3)), blocking_threshold=0).blocking == ()
    assert kit.log.detected == []


def test_only_the_authors_code_is_shown(kit):
    """The detector filters out SDK internals and async I/O waits, showing only your code."""

    async def helper():
        time.sleep(0.25)

    async def run(self, params, context):
        await asyncio.sleep(0.15)
        await run_parallel(helper(), asyncio.sleep(0.01))
        return kit.ok()

    (event,) = kit.run(kit.job(run), blocking_threshold=0.1).blocking
    assert [(frame.file, frame.function) for frame in event.frames] == [(__file__, "helper")]


def test_async_waits_and_threads_are_no_blocking(kit):
    """The same, of waiting itself: awaiting and work in threads give no warning."""

    async def run(self, params, context):
        await asyncio.sleep(0.2)
        await run_in_thread(time.sleep)(0.2)
        return kit.ok()

    assert kit.run(kit.job(run), blocking_threshold=0.1).blocking == ()


@pytest.mark.parametrize(("threshold", "warnings"), [("0.1", 1), ("0", 0)])
def test_the_testing_framework_uses_the_same_threshold(kit, monkeypatch, caplog, threshold, warnings):
    """The same threshold is used by the testing framework when running blocks via FunctionBlockTestCase."""
    monkeypatch.setenv("BLOCKING_DETECTION_THRESHOLD", threshold)
    case = FunctionBlockTestCase(blocking_block(kit, 0.25), kit.Params(), create_workflow_context("global"))
    asyncio.run(case.execute())
    detected = [record for record in caplog.records if "Blocking operation detected" in record.message]
    assert len(detected) == warnings


# --- Sequential between jobs, concurrent within a job


def test_updates_are_computed_after_run_and_before_the_result_is_returned(kit):
    """The execution flow for a single job: run(params, context), compute_db_updates(), result returned."""

    async def run(self, params, context):
        context.device.hostname = "changed last"
        return kit.ok()

    outcome = kit.run(kit.job(run, devices=1, run_on="device", entity_id=1))
    assert [update["value"] for update in outcome.db_updates] == ["changed last"]


def test_detection_is_automatic_in_every_job(kit):
    """BlockingDetector | Automatic | Warns when blocking operations exceed the configured threshold."""
    outcomes = kit.run_all(
        *[kit.job(blocking_block(kit, 0.2), id=f"j{n}") for n in range(2)], blocking_threshold=0.1
    )
    assert [len(outcome.blocking) for outcome in outcomes] == [1, 1]


def test_the_names_are_importable_from_where_the_page_says():
    """Summary: run_in_thread, run_parallel, schedule_task in neops_worker_sdk.concurrency."""
    names = {run_in_thread, run_parallel, schedule_task, BlockingDetector}
    assert names == {getattr(neops_worker_sdk.concurrency, fn.__name__) for fn in names}
