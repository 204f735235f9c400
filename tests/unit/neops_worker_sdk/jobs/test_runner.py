"""Jobs on a real runner: order, deadlines, what blocks leave behind, and what the process may do meanwhile."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from neops_worker_sdk.concurrency import run_in_thread, run_parallel, schedule_task, working_on
from neops_worker_sdk.function_block import FunctionBlockResult, FunctionBlockRollbackResult
from neops_worker_sdk.jobs import HostStarted, JobRunner, report, run_job


def test_a_job_gives_its_result_and_the_time_it_took(kit):
    outcome = kit.run(kit.job(parameters={"count": "7"}))
    assert (outcome.job_id, outcome.success, outcome.message) == ("j1", True, "done")
    assert (outcome.data, outcome.db_updates, outcome.acquires) == ({"value": 7}, [], None)
    assert (outcome.failure, outcome.exception, outcome.blocking, outcome.warnings) == (None, None, (), ())
    assert isinstance(outcome.result, FunctionBlockResult)
    assert 0 < outcome.elapsed < 5


def test_run_job_runs_one_job(kit):
    assert run_job(kit.job(), logger=kit.log).data == {"value": 1}


def test_jobs_run_one_after_the_other_in_one_thread(kit):
    running, most, threads = 0, 0, set()

    async def run(self, params, context):
        nonlocal running, most
        running += 1
        most = max(most, running)
        threads.add(threading.get_ident())
        await asyncio.sleep(0.005)
        running -= 1
        return kit.ok()

    async def main():
        runner = JobRunner(logger=kit.log)
        await asyncio.gather(*[runner.run(kit.job(run)) for _ in range(5)])
        await runner.aclose()

    asyncio.run(main())
    assert most == 1
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_closed_runner_takes_no_jobs(kit):
    async def main():
        runner = JobRunner(logger=kit.log)
        await runner.aclose()
        await runner.run(kit.job())

    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(main())


class Odd(BaseException):
    def __str__(self):
        raise ValueError("no text")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("boom"), "Error executing function block: boom"),
        (ValueError(), "Error executing function block: ValueError"),
        (Odd(), "Error executing function block: Odd"),
        (SystemExit(0), "Error executing function block: the block called sys.exit(0)"),
        (KeyboardInterrupt(), "Error executing function block: KeyboardInterrupt"),
        (GeneratorExit(), "Error executing function block: GeneratorExit"),
        (StopAsyncIteration("end"), "Error executing function block: end"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_block_raises_is_one_failure(kit, error, message):
    async def run(self, params, context):
        raise error

    outcome = kit.run(kit.job(run))
    assert (outcome.success, outcome.message, outcome.failure) == (False, message, type(error).__name__)
    assert outcome.exception is error


@pytest.mark.parametrize("place", ["task", "thread", "callback"])
def test_sys_exit_anywhere_ends_the_job_only(kit, place):
    async def leave():
        sys.exit(4)

    async def run(self, params, context):
        if place == "task":
            schedule_task(leave)()
        elif place == "callback":
            asyncio.get_running_loop().call_soon(sys.exit, 4)
        else:
            await run_in_thread(sys.exit)(4)
        await asyncio.sleep(5)
        return kit.ok()

    outcome = kit.run(kit.job(run))
    assert outcome.message == "Error executing function block: the block called sys.exit(4)"


def test_invalid_parameters_fail_before_the_block_runs(kit):
    outcome = kit.run(kit.job(parameters={"count": "many"}))
    assert outcome.message.startswith("Exception: ValidationError: ")
    assert "count" in outcome.message


def test_past_its_deadline_an_awaiting_job_fails_and_says_where_it_stood(kit):
    release, closed = threading.Event(), []

    @run_in_thread
    def fetch():
        release.wait(10)

    async def run(self, params, context):
        try:
            with working_on("step 'show' (facts.block.yaml:24:5)"):
                await run_parallel(fetch(), fetch())
        finally:
            closed.append(True)

    outcome = kit.run(kit.job(run, deadline=0.1))
    release.set()
    assert outcome.failure == "DeadlineExceeded"
    assert "within its deadline of 0.1 s" in outcome.message
    assert f"it awaits at {__file__}:" in outcome.message
    assert "release.wait(10)) (2x)" in outcome.message
    assert "working on step 'show' (facts.block.yaml:24:5)" in outcome.message
    assert closed == [True]


def test_past_its_deadline_a_job_that_holds_its_loop_is_abandoned(kit):
    release, threads = threading.Event(), []

    async def run(self, params, context):
        threads.append(threading.get_ident())
        release.wait(10)
        return kit.ok()

    async def after(self, params, context):
        threads.append(threading.get_ident())
        return kit.ok("after")

    began = time.monotonic()
    late, sound = kit.run_all(kit.job(run, deadline=0.1), kit.job(after))
    assert time.monotonic() - began < 2
    release.set()
    assert "it holds the event loop at" in late.message
    assert "release.wait(10)" in late.message
    assert sound.data == {"value": "after"}
    assert threads[0] != threads[1]


def test_a_block_that_answers_its_cancellation_with_a_result_is_late_all_the_same(kit):
    async def run(self, params, context):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            return kit.ok()

    assert kit.run(kit.job(run, deadline=0.05)).failure == "DeadlineExceeded"


def test_a_job_in_time_is_not_touched_by_its_deadline(kit):
    assert kit.run(kit.job(deadline=30)).success


def test_a_leftover_task_that_ignores_its_cancellation_costs_a_warning_not_the_result(kit):
    release = threading.Event()

    async def stubborn():
        while not release.is_set():
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                continue

    async def run(self, params, context):
        schedule_task(stubborn)()
        await asyncio.sleep(0.01)
        return kit.ok("kept")

    outcome = kit.run(kit.job(run))
    release.set()
    assert (outcome.success, outcome.data) == (True, {"value": "kept"})
    assert "stubborn" in outcome.warnings[0]


def test_pending_tasks_are_cancelled_at_the_jobs_end_and_may_clean_up(kit):
    events = []

    @schedule_task
    async def background():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            events.append("cancelled")
            await asyncio.sleep(0.01)
            events.append("cleaned up")
            raise

    async def run(self, params, context):
        background()
        await asyncio.sleep(0)
        return kit.ok()

    assert kit.run(kit.job(run)).success
    assert events == ["cancelled", "cleaned up"]


def test_errors_that_nobody_awaits_go_to_the_logger_not_to_stderr(kit, capfd, caplog):
    @schedule_task
    async def lost():
        raise ValueError("nobody looks")

    async def run(self, params, context):
        lost()
        run_in_thread(lambda: 1 // 0)()
        await asyncio.sleep(0.05)
        return kit.ok()

    assert kit.run(kit.job(run)).success
    assert any("lost" in line and "nobody looks" in line for line in kit.log.find("never retrieved"))
    assert kit.log.find("ZeroDivisionError")
    assert capfd.readouterr().err == ""
    assert caplog.records == []


def test_progress_reaches_the_observer_from_tasks_and_threads_while_the_job_lasts(kit):
    seen, release = [], threading.Event()

    @run_in_thread
    def work(name):
        report(HostStarted(name))

    @run_in_thread
    def late():
        release.wait(5)
        report(HostStarted("late"))

    async def run(self, params, context):
        report(HostStarted("a"))
        await work("b")
        late()
        return kit.ok()

    async def main():
        runner = JobRunner(logger=kit.log)
        await runner.run(kit.job(run), observer=seen.append)
        release.set()
        await asyncio.sleep(0.02)
        await runner.aclose()

    asyncio.run(main())
    assert seen == [HostStarted("a"), HostStarted("b")]
    report(HostStarted("nobody listens"))


def test_an_observer_that_fails_does_not_disturb_the_block(kit):
    async def run(self, params, context):
        report(HostStarted("a"))
        return kit.ok()

    def observer(event):
        raise ValueError("observer broken")

    outcome = run_job(kit.job(run), logger=kit.log, observer=observer)
    assert outcome.success
    assert kit.log.find("observer broken")


def test_cancelling_the_call_cancels_the_block_and_frees_the_runner(kit):
    running, events = threading.Event(), []

    async def run(self, params, context):
        running.set()
        try:
            await asyncio.sleep(10)
        finally:
            events.append("closed")

    async def main():
        runner = JobRunner(logger=kit.log)
        first = asyncio.create_task(runner.run(kit.job(run)))
        await asyncio.to_thread(running.wait, 5)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        outcome = await runner.run(kit.job())
        await runner.aclose()
        return outcome

    assert asyncio.run(main()).success
    assert events == ["closed"]


def test_the_main_loop_stays_free_while_a_block_blocks(kit):
    async def run(self, params, context):
        time.sleep(0.3)
        return kit.ok()

    async def main():
        runner, beats = JobRunner(logger=kit.log), 0
        job = asyncio.create_task(runner.run(kit.job(run)))
        while not job.done():
            await asyncio.sleep(0.01)
            beats += 1
        await runner.aclose()
        return beats

    assert asyncio.run(main()) > 10


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("self, params, context", None),
        ("self, params, context, meta", "j1"),
        ("self, params, context, anything", "j1"),
        ("self, params, context, meta=None", "j1"),
        ("self, params, context, *, meta", "j1"),
        ("self, params, context, retries=3", None),
        ("self, params, context, *rest, **more", None),
    ],
)
def test_run_gets_meta_only_if_it_asks_for_it(kit, signature, expected):
    names = {}
    third = "meta" if "meta" in signature else "anything" if "anything" in signature else "None"
    exec(
        f"async def run({signature}):\n    return ok(getattr({third}, 'job_id', None))", {"ok": kit.ok}, names
    )
    assert kit.run(kit.job(names["run"])).data == {"value": expected}


def test_acquire_overrides_may_read_the_parameters_directly(kit):
    async def acquire(self, params):
        return kit_acquired(f"{params.count} and {params.partial.count}")

    def kit_acquired(message):
        from neops_worker_sdk.function_block import FunctionBlockAcquireResult

        return FunctionBlockAcquireResult(message=message, success=True)

    outcome = kit.run(kit.job(kit.block(acquire=acquire), kind="acquire", parameters={"count": 5}))
    assert (outcome.message, outcome.acquires) == ("5 and 5", None)


def test_an_acquire_that_raises_is_one_failure(kit):
    async def acquire(self, params):
        raise KeyError("vlan")

    outcome = kit.run(kit.job(kit.block(acquire=acquire), kind="acquire"))
    assert outcome.message == "Exception: KeyError: 'vlan'"


def test_rollback_is_refused_unless_the_block_has_one(kit):
    outcome = kit.run(kit.job(kind="rollback"))
    assert (outcome.success, outcome.message) == (False, "Rollback not implemented")


def test_rollback_overrides_may_require_their_third_argument(kit):
    async def rollback(self, params, context, result_from_failed):
        return FunctionBlockRollbackResult(message=f"undone after {result_from_failed}", success=True)

    outcome = kit.run(kit.job(kit.block(rollback=rollback), kind="rollback"))
    assert (outcome.success, outcome.message) == (True, "undone after None")


def test_a_rollback_that_raises_is_one_failure(kit):
    async def rollback(self, params, context, result_from_failed=None):
        raise ValueError("gone")

    outcome = kit.run(kit.job(kit.block(rollback=rollback), kind="rollback"))
    assert outcome.message == "Error rolling back function block: gone"


def test_changes_to_entities_are_updates_only_of_a_success(kit):
    async def change(self, params, context):
        context.device.hostname = "renamed"
        return FunctionBlockResult(message="changed", success=params.count == 1, data=None)

    def updates(count):
        job = kit.job(change, devices=2, run_on="device", entity_id=2, parameters={"count": count})
        return kit.run(job).db_updates

    (update,) = updates(1)
    assert (update["id"], update["path"], update["value"]) == (2, "hostname", "renamed")
    assert updates(2) == []


def test_the_process_exits_promptly_with_its_own_code_while_a_job_and_its_threads_hang():
    program = """
        import asyncio, sys, threading
        from neops_worker_sdk.concurrency import run_in_thread
        from neops_worker_sdk.function_block import *
        from neops_worker_sdk.jobs import Job, run_job
        from neops_worker_sdk.registry import Registration

        class Hanging(FunctionBlock[FunctionBlockParams, FunctionBlockResultData]):
            async def run(self, params, context):
                for _ in range(3):
                    run_in_thread(threading.Event().wait)()
                threading.Event().wait()
            async def acquire(self, params): ...

        registration = Registration("b", "d", "p", "global", "execute", FunctionBlockParams, FunctionBlockResultData)
        context = {"devices": [], "deviceGroups": [], "interfaces": []}
        job = Job("1", Hanging, registration, "execute", {}, context, "global", deadline=0.2)
        outcome = run_job(job, blocking_threshold=0)
        print(outcome.failure)
        sys.exit(7)
    """
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        timeout=20,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode, done.stderr) == ("DeadlineExceeded", 7, "")
    assert time.monotonic() - began < 6
