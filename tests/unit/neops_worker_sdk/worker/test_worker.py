"""The worker's main loop, on an engine in memory."""

from __future__ import annotations

import asyncio
import ctypes
import itertools
import threading
import time

import pytest

from neops_worker_sdk.engines import EngineRefusedError, EngineUnavailableError, MalformedJob
from neops_worker_sdk.engines.memory import MemoryEngine
from neops_worker_sdk.worker import StartupError
from neops_worker_sdk.worker.outbox import Outbox


def test_a_job_is_run_and_its_result_delivered(run, serving, job):
    async def main():
        async with serving() as at:
            one = job(parameters={"count": 7})
            await at.engine.submit(one)
            result = await at.engine.result_of(one.id)
        assert result["status"] == "success"
        assert result["result"]["data"] == {"value": 7}
        assert result["report"]["hosts"] == {}

    run(main)


def test_every_claimed_job_has_exactly_one_result_whatever_it_is(run, serving, kit, job):
    async def no_result(self, params, context):
        return None

    async def main():
        async with serving(kit.block(), no_result) as at:
            jobs = [
                job("fb.test/nobody_has_it:1.0.0"),
                MalformedJob("m1", "the job is malformed: context: Field required"),
                job("fb.test/block2:1.0.0"),
                job(parameters={"count": "no number"}),
                job(),
            ]
            await at.engine.submit(*jobs)
            results = [await at.engine.result_of(one.id) for one in jobs]
        assert [result["status"] for result in results] == ["failed"] * 4 + ["success"]
        assert (
            "this worker has no block fb.test/nobody_has_it:1.0.0; it has fb.test/block:1.0.0"
            in results[0]["result"]["message"]
        )
        assert "the job is malformed" in results[1]["result"]["message"]

    run(main)


def test_a_malformed_job_without_an_id_costs_only_itself(run, serving, lines, job):
    async def main():
        async with serving() as at:
            good = job()
            await at.engine.submit(MalformedJob(None, "a job is no object but int"), good)
            await at.engine.result_of(good.id)
        assert lines("Job without an id: a job is no object but int")

    run(main)


def test_heartbeats_keep_their_interval_while_a_job_holds_its_loop(run, serving, kit, job):
    async def blocks(self, params, context):
        time.sleep(1.0)
        return kit.ok()

    async def main():
        async with serving(blocks, heartbeat_interval=0.1, blocking_threshold=0.2) as at:
            one = job()
            await at.engine.submit(one)
            result = await at.engine.result_of(one.id)
            beats = at.engine.pings
        gaps = [later - earlier for earlier, later in itertools.pairwise(beats)]
        assert len(beats) >= 9
        assert max(gaps) < 0.3
        assert result["report"]["blocking"][0]["seconds"] >= 0.9
        assert "time.sleep(1.0)" in result["report"]["blocking"][0]["text"]
        warnings = [
            event for event in at.engine.events if event["kind"] == "log" and event["level"] == "warning"
        ]
        assert any("Blocking operation detected" in event["text"] for event in warnings)
        assert {event["jobId"] for event in warnings} == {one.id}

    run(main)


def test_a_job_that_never_ends_fails_at_its_deadline_and_the_next_one_runs(run, serving, kit, job):
    forever = threading.Event()

    async def never_ends(self, params, context):
        forever.wait()

    async def main():
        async with serving(never_ends, kit.block(), job_timeout=0.3) as at:
            stuck, good = job(), job("fb.test/block2:1.0.0")
            await at.engine.submit(stuck, good)
            result = await at.engine.result_of(stuck.id)
            assert (await at.engine.result_of(good.id))["status"] == "success"
        assert "did not finish within its deadline of 0.3 s" in result["result"]["message"]
        assert result["report"]["failure"] == "DeadlineExceeded"

    run(main)
    forever.set()


def test_an_engine_that_forgot_the_worker_is_joined_again(run, serving, lines, job):
    async def main():
        async with serving() as at:
            first = job()
            await at.engine.submit(first)
            await at.engine.result_of(first.id)
            at.engine.workers.clear()
            second = job()
            await at.engine.submit(second)
            assert (await at.engine.result_of(second.id))["status"] == "success"
        assert lines("Registered again as w-1")

    run(main)


def test_results_are_delivered_while_the_next_job_runs(run, serving, kit, job):
    class Unreachable(MemoryEngine):
        away = True

        async def push_result(self, body):
            if self.away:
                raise EngineUnavailableError("away")
            await super().push_result(body)

    async def main():
        engine = Unreachable()
        ran = []

        async def counts(self, params, context):
            ran.append(params.count)
            return kit.ok()

        async with serving(counts, engine=engine) as at:
            jobs = [job(parameters={"count": number}) for number in range(3)]
            await engine.submit(*jobs)
            while len(ran) < 3:
                await asyncio.sleep(0.01)
            assert engine.results == {}
            engine.away = False
            at.worker._delivery.nudge()
            for one in jobs:
                await engine.result_of(one.id)

    run(main)


def test_what_the_engine_did_not_take_stays_in_the_outbox_and_is_delivered_by_the_next_worker(
    run, serving, tmp_path, lines, job
):
    class Away(MemoryEngine):
        async def push_result(self, body):
            raise EngineUnavailableError("away")

    async def main():
        one = job()
        async with serving(
            engine=Away(), outbox=tmp_path / "o.sqlite3", shutdown_timeout=1.0, expect=1
        ) as at:
            await at.engine.submit(one)
            while at.worker._delivery.waiting == 0:
                await asyncio.sleep(0.01)
        assert lines("not delivered: 1 result, kept in the outbox")
        async with serving(outbox=tmp_path / "o.sqlite3") as at:
            assert (await at.engine.result_of(one.id))["status"] == "success"

    run(main)


def test_jobs_that_a_killed_worker_had_claimed_are_failed_by_the_next_one(run, serving, tmp_path):
    outbox = Outbox(tmp_path / "o.sqlite3")
    outbox.claimed([("running", "fb.test/block:1.0.0"), ("waiting", "fb.test/block:1.0.0")])
    outbox.started("running")
    outbox.close()

    async def main():
        async with serving(outbox=tmp_path / "o.sqlite3") as at:
            running, waiting = await at.engine.result_of("running"), await at.engine.result_of("waiting")
        assert "was ended while the job was running; it was possibly executed" in running["result"]["message"]
        assert "was ended before the job was started" in waiting["result"]["message"]

    run(main)


def test_stopping_finishes_the_running_job_takes_no_more_and_says_good_bye(run, serving, kit, job):
    begun = asyncio.Event()

    async def slow(self, params, context):
        loop.call_soon_threadsafe(begun.set)
        await asyncio.sleep(0.3)
        return kit.ok("finished")

    async def main():
        global loop
        loop = asyncio.get_running_loop()
        async with serving(slow) as at:
            running = job()
            await at.engine.submit(running)
            await begun.wait()
            at.worker.stop()
            await at.engine.submit(later := job())
            await at.running
        assert at.engine.results[running.id]["status"] == "success"
        assert later.id not in at.engine.results
        assert at.engine.workers == {"w-1": False}
        assert len(at.engine.pings) > 3

    run(main)


def test_what_does_not_end_in_time_is_failed_and_the_exit_code_tells(run, serving, kit, job):
    forever = threading.Event()
    begun = threading.Event()

    async def never_ends(self, params, context):
        begun.set()
        forever.wait()

    async def main():
        async with serving(never_ends, shutdown_timeout=1.0, expect=1) as at:
            stuck = job()
            await at.engine.submit(stuck)
            while not begun.is_set():
                await asyncio.sleep(0.01)
            stopped = time.monotonic()
            at.worker.stop()
            await at.running
            assert time.monotonic() - stopped < 1.2
        message = at.engine.results[stuck.id]["result"]["message"]
        assert "the worker was stopped while the job was running; it was possibly executed" in message

    run(main)
    forever.set()


def test_secrets_of_parameters_and_devices_leave_in_no_message_result_log_or_report(
    run, serving, kit, with_device, job
):
    async def tells(self, params, context):
        self.logger.warning("password is hunter22, the token geheim77")
        return kit.ok({"config": "username admin password hunter22", "token": "geheim77"})

    async def main():
        async with serving(tells) as at:
            one = job(parameters={"api_token": "geheim77"}, context=with_device)
            await at.engine.submit(one)
            result = await at.engine.result_of(one.id)
        everything = f"{result} {at.engine.events}"
        assert "hunter22" not in everything
        assert "geheim77" not in everything
        assert "password is ***, the token ***" in everything

    run(main)


def test_progress_and_the_outcome_of_a_device_are_told(run, serving, with_device, job):
    async def main():
        async with serving() as at:
            one = job(run_on="device", entity_id=4, context=with_device)
            await at.engine.submit(one)
            result = await at.engine.result_of(one.id)
        assert result["report"]["hosts"]["r1"]["ok"] is True
        started = next(
            event for event in at.engine.events if event["kind"] == "log" and event["text"] == "started"
        )
        assert started["context"] == {"block": "fb.test/block:1.0.0", "device": "r1"}

    run(main)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EngineRefusedError("licence limit", 403), "cannot register at memory: licence limit"),
        (EngineUnavailableError("no route"), "cannot register at memory: no route"),
    ],
)
def test_an_engine_that_does_not_take_the_worker_ends_the_start(run, serving, error, said):
    class Closed(MemoryEngine):
        async def register_worker(self, *introduction):
            raise error

    async def main():
        async with serving(engine=Closed(), startup_retry_timeout=0.1) as at:
            with pytest.raises(StartupError, match=said):
                await at.running
            at.running = asyncio.ensure_future(asyncio.sleep(0))

    with pytest.raises(StartupError, match=said):
        run(main)


def test_a_worker_that_is_stopped_while_it_waits_for_the_engine_ends_at_once(run, serving):
    class NotYet(MemoryEngine):
        async def register_worker(self, *introduction):
            raise EngineUnavailableError("not yet")

    async def main():
        async with serving(engine=NotYet(), startup_retry_timeout=60) as at:
            await asyncio.sleep(0.1)
            at.worker.stop()
            assert await asyncio.wait_for(at.running, 3) == 0

    run(main)


def test_a_worker_stopped_between_registering_and_its_first_poll_says_good_bye(run, serving):
    class Slow(MemoryEngine):
        async def register_block(self, block):
            asked.set()
            await asyncio.sleep(0.2)

    async def main():
        global asked
        asked = asyncio.Event()
        async with serving(engine=Slow()) as at:
            await asked.wait()
            at.worker.stop()
            assert await asyncio.wait_for(at.running, 5) == 0
        assert at.engine.workers == {"w-1": False}
        assert at.engine.limits == []

    run(main)


def test_a_file_that_is_bad_costs_that_file_and_strict_makes_it_fatal(
    run, serving, kit, settings, lines, job
):
    async def main(*, strict):
        (settings.blocks[0] / "bad.x").touch()
        async with serving(strict=strict, expect=None) as at:
            at.files["bad.x"] = ValueError("broken")
            one = job()
            await at.engine.submit(one)
            if not strict:
                assert (await at.engine.result_of(one.id))["status"] == "success"
            else:
                with pytest.raises(StartupError, match="1 error in the blocks"):
                    await at.running

    run(lambda: main(strict=False))
    assert lines("bad.x: ValueError: broken")
    with pytest.raises(StartupError):
        run(lambda: main(strict=True))


def test_as_many_jobs_are_claimed_as_can_start_soon(run, serving, job):
    async def main():
        async with serving() as at:
            jobs = [job() for _ in range(60)]
            await at.engine.submit(*jobs)
            for one in jobs:
                await at.engine.result_of(one.id)
        assert at.engine.limits[0] == 1
        assert 1 < max(at.engine.limits) <= 16

    run(main)


def test_a_call_that_keeps_the_interpreters_lock_is_reported_afterwards(run, serving, kit, job):
    async def keeps_the_lock(self, params, context):
        ctypes.PyDLL(None).usleep(1_600_000)
        await asyncio.sleep(0.4)
        return kit.ok()

    async def main():
        async with serving(keeps_the_lock) as at:
            await at.engine.submit(one := job())
            await at.engine.result_of(one.id)
        said = [event for event in at.engine.events if "stood still for 1." in event.get("text", "")]
        assert [event["jobId"] for event in said] == [one.id]

    run(main)


def test_the_devices_of_a_block_that_tells_none_share_its_fate(run, kit, serving, with_device, job):
    async def fails(self, params, context):
        raise ValueError("nothing works")

    two = {
        **with_device,
        "devices": [*with_device["devices"], {"id": 5, "ip": "192.0.2.5"}],
        "deviceGroups": [{"id": 1}],
    }

    async def main():
        async with serving(fails, kit.block()) as at:
            failed = job(context=two, run_on="group", entity_id=1)
            fine = job("fb.test/block2:1.0.0", context=two, run_on="group", entity_id=1)
            await at.engine.submit(failed, fine)
            hosts = (await at.engine.result_of(failed.id))["report"]["hosts"]
            assert {name: host["error"]["code"] for name, host in hosts.items()} == dict.fromkeys(
                ("r1", "192.0.2.5"), "block_failed"
            )
            hosts = (await at.engine.result_of(fine.id))["report"]["hosts"]
            assert {name: host["ok"] for name, host in hosts.items()} == {"r1": True, "192.0.2.5": True}

    run(main)
