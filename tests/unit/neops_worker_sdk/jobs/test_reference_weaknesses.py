"""A row for each way in which the published SDK is known to fail (sdk-surface.md, chapter 10).

After each job the same runner runs a sound one, so no row may take the runner down.
"""

from __future__ import annotations

import asyncio
import contextvars
import importlib.util
import subprocess
import sys
import threading
import time

import pytest

from neops_worker_sdk.concurrency import run_in_thread, run_parallel
from neops_worker_sdk.function_block import FunctionBlock, FunctionBlockAcquireResult
from neops_worker_sdk.jobs import JobRunner

NAME = contextvars.ContextVar("name", default="unset")
ROWS = []


def row(test_id):
    def add(check):
        ROWS.append(pytest.param(check, id=f"{test_id}-{check.__name__}"))
        return check

    return add


@row("W1")
def run_returns_no_result(kit):
    for answer in (None, "text", {"message": "x", "success": True}):

        async def run(self, params, context, answer=answer):
            return answer

        outcome = kit.run(kit.job(kit.block(run)))
        assert not outcome.success
        assert "instead of a FunctionBlockResult" in outcome.message


@row("W2")
def a_block_calls_sys_exit(kit):
    async def run(self, params, context):
        sys.exit(3)

    outcome = kit.run(kit.job(run))
    assert not outcome.success
    assert outcome.message == "Error executing function block: the block called sys.exit(3)"


@row("W3")
def cancelled_error_escapes(kit):
    async def run(self, params, context):
        raise asyncio.CancelledError

    outcome = kit.run(kit.job(run))
    assert (outcome.success, outcome.failure) == (False, "CancelledError")


@row("W4")
def something_that_is_no_entity_is_put_into_the_context(kit):
    async def run(self, params, context):
        context.devices.append({"hostname": "x"})
        return kit.ok()

    outcome = kit.run(kit.job(run, devices=1))
    assert not outcome.success
    assert "the database updates cannot be computed" in outcome.message


@row("W5")
def acquires_of_every_allowed_type(kit):
    expansion = {"type": "expansion", "entity": "interface", "expandFromSeedEntity": True}
    elastic = {"type": "elastic", "entity": "interface", "query": "device.id: 1"}
    outcomes = []
    for wanted in (expansion, elastic):

        async def acquire(self, params, wanted=wanted):
            return FunctionBlockAcquireResult(message="acq", success=True, acquires=[wanted])

        outcomes.append(kit.run(kit.job(kit.block(acquire=acquire), kind="acquire")))
    refused, taken = outcomes
    assert not refused.success
    assert "'expansion'" in refused.message
    assert taken.success
    assert taken.acquires[0]["query"] == "device.id: 1"


@row("W6")
def an_elastic_acquire_with_a_limit(kit):
    async def acquire(self, params):
        wanted = {"type": "elastic", "entity": "interface", "query": "device.id: 1", "limit": 10}
        return FunctionBlockAcquireResult(message="acq", success=True, acquires=[wanted])

    outcome = kit.run(kit.job(kit.block(acquire=acquire), kind="acquire"))
    assert outcome.success
    assert outcome.acquires[0]["limit"] == 10


@row("W7")
def a_registered_class_lacks_an_abstract_method(kit):
    class Incomplete(FunctionBlock):
        async def run(self, params, context):
            return kit.ok()

    outcome = kit.run(kit.job(Incomplete))
    assert not outcome.success
    assert "abstract" in outcome.message
    assert "acquire" in outcome.message


@row("W10")
def a_job_for_an_unknown_block_is_answered(kit):
    outcome = JobRunner.refuse("j9", "no block fb.example.com/gone:1.0.0 here")
    assert (outcome.job_id, outcome.success) == ("j9", False)
    assert "fb.example.com/gone:1.0.0" in outcome.message


@row("W11")
def result_data_that_is_no_json(kit):
    for value in (object(), float("nan"), [1, {"deep": float("inf")}], b"\xff"):

        async def run(self, params, context, value=value):
            return kit.ok(value)

        outcome = kit.run(kit.job(kit.block(run)))
        assert not outcome.success
        assert "'value" in outcome.message


@row("W12")
def a_malformed_job_costs_that_job_only(kit):
    malformed = kit.job(context={"devices": "none"}, kind="execute")
    outcome = kit.run(malformed)
    assert not outcome.success
    assert outcome.message.startswith("Exception: ")
    assert not kit.run(kit.job(kind="dance")).success


@row("W20")
def the_pool_grows_with_the_devices(kit):
    @run_in_thread
    def nap():
        time.sleep(0.2)

    async def run(self, params, context):
        await run_parallel(*[nap() for _ in context.devices])
        return kit.ok()

    began = time.monotonic()
    assert kit.run(kit.job(run, devices=50)).success
    assert time.monotonic() - began < 1.0


@row("W23")
def blocking_is_seen_at_any_moment(kit):
    async def run(self, params, context):
        await asyncio.sleep(0.2)
        time.sleep(0.25)
        return kit.ok()

    outcome = kit.run(kit.job(run), blocking_threshold=0.1)
    assert [event.place.source for event in outcome.blocking] == ["time.sleep(0.25)"]


@row("W24")
def blocking_in_subprocess_run_is_seen(kit):
    async def run(self, params, context):
        subprocess.run(["sleep", "0.25"], check=True)
        return kit.ok()

    assert len(kit.run(kit.job(run), blocking_threshold=0.1).blocking) == 1


@row("W25")
def blocking_in_a_file_named_like_asyncios_is_seen(kit, tmp_path):
    path = tmp_path / "tasks.py"
    path.write_text("import time\n\ndef go():\n    time.sleep(0.25)\n")
    spec = importlib.util.spec_from_file_location("w25_tasks", path)
    tasks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tasks)

    async def run(self, params, context):
        tasks.go()
        return kit.ok()

    (event,) = kit.run(kit.job(run), blocking_threshold=0.1).blocking
    assert (event.place.file, event.place.line) == (str(path), 4)


@row("W26")
def all_blocking_is_reported_with_its_time(kit):
    async def run(self, params, context):
        for _ in range(2):
            time.sleep(0.2)
            await asyncio.sleep(0)
        time.sleep(0.15)
        return kit.ok()

    twice, once = kit.run(kit.job(run), blocking_threshold=0.1).blocking
    assert (twice.count, once.count) == (2, 1)
    assert 0.35 < twice.duration < 0.6


@row("W27")
def context_variables_reach_the_thread(kit):
    async def run(self, params, context):
        NAME.set("sw1")
        return kit.ok(await run_in_thread(NAME.get)())

    assert kit.run(kit.job(run)).data == {"value": "sw1"}


@row("W28")
def a_job_does_not_wait_for_siblings_of_a_failed_operation(kit):
    release = threading.Event()

    @run_in_thread
    def slow():
        release.wait(10)

    @run_in_thread
    def fail():
        raise ValueError("one of three")

    async def run(self, params, context):
        await run_parallel(slow(), fail(), slow())

    began = time.monotonic()
    outcome = kit.run(kit.job(run))
    release.set()
    assert outcome.message == "Error executing function block: one of three"
    assert time.monotonic() - began < 1.0


@row("W29")
def a_job_does_not_wait_for_a_thread_it_has_given_up(kit):
    release = threading.Event()

    async def run(self, params, context):
        try:
            await asyncio.wait_for(run_in_thread(release.wait)(10), 0.05)
        except TimeoutError:
            return kit.ok("given up")

    began = time.monotonic()
    assert kit.run(kit.job(run)).data == {"value": "given up"}
    release.set()
    assert time.monotonic() - began < 1.0


@row("W30")
def parallel_operations_can_be_limited_and_their_errors_collected(kit):
    running, most = 0, 0

    async def operation(number):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        if number == 3:
            raise ValueError("three")
        return number

    async def run(self, params, context):
        results = await run_parallel(*map(operation, range(6)), limit=2, return_exceptions=True)
        return kit.ok([str(result) for result in results])

    assert kit.run(kit.job(run)).data == {"value": ["0", "1", "2", "three", "4", "5"]}
    assert most == 2


@row("W31")
def run_in_thread_refuses_async_functions(kit):
    async def run(self, params, context):
        @run_in_thread
        async def fetch():
            return 1

        return kit.ok(await fetch())

    outcome = kit.run(kit.job(run))
    assert outcome.failure == "TypeError"
    assert "await it directly" in outcome.message


@row("W32")
def edits_to_excluded_fields_are_warned_of(kit):
    async def run(self, params, context):
        context.device.permission = 3
        return kit.ok()

    outcome = kit.run(kit.job(run, devices=1, run_on="device", entity_id=1))
    assert outcome.success
    assert outcome.db_updates == []
    assert [text for text in [*outcome.warnings, *kit.log.find("permission")] if "permission" in text]


@row("W36")
def an_entity_that_is_missing_is_named(kit):
    outcome = kit.run(kit.job(devices=1, run_on="device", entity_id=42))
    assert not outcome.success
    assert "42" in outcome.message
    assert "StopIteration" not in outcome.message


@pytest.mark.parametrize("check", ROWS)
def test_the_reference_fails_here_and_we_do_not(check, kit, request):
    extra = (
        {"tmp_path": request.getfixturevalue("tmp_path")} if "tmp_path" in check.__code__.co_varnames else {}
    )
    check(kit, **extra)
