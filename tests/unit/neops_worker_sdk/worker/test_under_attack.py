"""What a worker makes of an engine, a disk and jobs that mean it ill."""

from __future__ import annotations

import asyncio
import logging.config
import threading
import time

import pytest

from neops_worker_sdk.engines import EngineUnavailableError, MalformedJob
from neops_worker_sdk.engines.memory import MemoryEngine
from neops_worker_sdk.jobs import HostFinished, HostStarted, JobRunner, report
from neops_worker_sdk.worker import catalog, store, tasks
from neops_worker_sdk.worker.outbox import Outbox


def test_a_job_that_cannot_even_be_begun_has_a_result_and_costs_no_other(run, serving, job, monkeypatch):
    sound = JobRunner.run

    async def main():
        async with serving() as at:
            warm = job()
            await at.engine.submit(warm)
            await at.engine.result_of(warm.id)
            jobs = [job(), job(), job()]

            async def breaks(self, one, **more):
                if one.id == jobs[0].id:
                    raise RuntimeError("can't start new thread")
                return await sound(self, one, **more)

            monkeypatch.setattr(JobRunner, "run", breaks)
            await at.engine.submit(*jobs)
            first, *others = [await at.engine.result_of(one.id) for one in jobs]
        assert first["status"] == "failed"
        assert "can't start new thread" in first["result"]["message"]
        assert [other["status"] for other in others] == ["success", "success"]

    run(main)


def test_a_result_that_takes_long_to_write_is_not_called_a_job_that_never_ran(
    run, serving, kit, job, monkeypatch
):
    release = threading.Event()
    writing = threading.Event()

    async def main():
        async with serving(shutdown_timeout=0.5, expect=1) as at:
            genuine = at.engine.result_body

            def slow(*arguments):
                if arguments[0].success:
                    writing.set()
                    release.wait(10)
                return genuine(*arguments)

            monkeypatch.setattr(at.engine, "result_body", slow)
            await at.engine.submit(one := job())
            while not writing.is_set():
                await asyncio.sleep(0.01)
            at.worker.stop()
            await at.running
            release.set()
        assert "possibly executed" in at.engine.results[one.id]["result"]["message"]

    run(main)


def test_a_job_that_is_cut_says_which_devices_were_done(run, serving, kit, job, with_device):
    begun = threading.Event()
    forever = threading.Event()

    async def one_of_two(self, params, context):
        for name in ("sw1", "sw2"):
            report(HostStarted(name))
        report(HostFinished("sw1", ok=True, elapsed=0.1, error=None, steps={}))
        begun.set()
        forever.wait()

    async def main():
        async with serving(one_of_two, shutdown_timeout=0.5, expect=1) as at:
            await at.engine.submit(one := job(context=with_device))
            while not begun.is_set():
                await asyncio.sleep(0.01)
            at.worker.stop()
            await at.running
        result = at.engine.results[one.id]
        assert result["result"]["message"].startswith("the worker was stopped while the job was running")
        hosts = result["report"]["hosts"]
        assert {name: host["ok"] for name, host in hosts.items()} == {"sw1": True, "sw2": False}
        assert hosts["sw2"]["error"]["code"] == "not_finished"

    run(main)
    forever.set()


def test_an_engine_whose_answers_make_no_sense_is_registered_at_again(run, serving, job, monkeypatch):
    monkeypatch.setattr(tasks, "AFTER_A_BUG", 0.05)

    class Odd(MemoryEngine):
        odd = 0

        async def register_block(self, block):
            if self.odd:
                self.odd -= 1
                raise RuntimeError("a bug")
            await super().register_block(block)

    async def main():
        async with serving(engine=Odd()) as at:
            while not at.engine.limits:
                await asyncio.sleep(0.01)
            at.engine.odd = 1
            at.engine.workers.clear()
            await at.engine.submit(one := job())
            assert (await at.engine.result_of(one.id))["status"] == "success"

    run(main)


def test_nonsense_instead_of_a_list_of_jobs_slows_polling_down(run, serving):
    class Nonsense(MemoryEngine):
        async def poll(self, worker_id, blocks, limit, wait):
            self.limits.append(limit)
            return [MalformedJob(None, "the answer to the poll is no list but dict")]

    async def main():
        async with serving(engine=Nonsense(), poll_interval=10.0) as at:
            await asyncio.sleep(0.6)
        assert 1 <= len(at.engine.limits) < 6

    run(main)


def test_an_engine_that_does_not_wait_as_it_promised_is_not_asked_without_a_pause(run, serving):
    class Hasty(MemoryEngine):
        async def poll(self, worker_id, blocks, limit, wait):
            self.limits.append(limit)
            return []

    async def main():
        async with serving(engine=Hasty(), poll_interval=10.0) as at:
            await asyncio.sleep(0.6)
        assert 1 <= len(at.engine.limits) < 6

    run(main)


def test_what_the_engine_offers_is_asked_again_when_it_could_not_be_at_first(run, serving):
    class Late(MemoryEngine):
        asked = 0

        async def check_version(self):
            self.asked += 1
            if self.asked == 1:
                raise EngineUnavailableError("not up yet")
            return await super().check_version()

    async def main():
        async with serving(engine=Late()) as at:
            while not at.engine.limits:
                await asyncio.sleep(0.01)
            assert at.engine.asked == 2

    run(main)


def test_an_engine_that_is_joined_again_is_asked_what_it_offers_now(run, serving):
    class Counting(MemoryEngine):
        asked = 0

        async def check_version(self):
            self.asked += 1
            return await super().check_version()

    async def main():
        async with serving(engine=Counting()) as at:
            while not at.engine.limits:
                await asyncio.sleep(0.01)
            at.engine.workers.clear()
            while at.engine.asked < 2:
                await asyncio.sleep(0.01)

    run(main)


def test_a_worker_stopped_while_the_version_check_hangs_ends_at_once(run, serving):
    class Hangs(MemoryEngine):
        async def check_version(self):
            await asyncio.sleep(60)

    async def main():
        async with serving(engine=Hangs()) as at:
            await asyncio.sleep(0.1)
            at.worker.stop()
            assert await asyncio.wait_for(at.running, 4) == 0

    run(main)


def test_a_worker_stopped_while_a_file_of_blocks_hangs_ends_soon(run, serving, monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(catalog, "discover", lambda *places, **more: release.wait(20))

    async def main():
        async with serving() as at:
            await asyncio.sleep(0.1)
            at.worker.stop()
            assert await asyncio.wait_for(at.running, 4) == 0
            release.set()

    run(main)


@pytest.mark.parametrize(
    "silence",
    [
        lambda: logging.config.dictConfig({"version": 1, "root": {"handlers": []}}),
        lambda: logging.disable(logging.CRITICAL),
        lambda: logging.basicConfig(force=True, level="ERROR"),
        lambda: logging.getLogger("neops").setLevel("ERROR"),
    ],
)
def test_a_block_that_sets_up_logging_does_not_silence_the_worker(run, serving, kit, job, silence):
    async def silences(self, params, context):
        silence()
        return kit.ok()

    async def main():
        async with serving(silences, kit.block()) as at:
            one, other = job(), job("fb.test/block2:1.0.0")
            await at.engine.submit(one)
            await at.engine.result_of(one.id)
            await at.engine.submit(other)
            await at.engine.result_of(other.id)
        said = [(event["jobId"], event["text"]) for event in at.engine.events]
        changed = "The block fb.test/block:1.0.0 has changed the logging of the whole process; it is set back"
        assert (one.id, changed) in said
        assert (other.id, "started") in said

    run(main)


def test_a_disk_that_hangs_costs_durability_and_neither_jobs_nor_the_end_of_the_worker(
    run, serving, job, lines, monkeypatch
):
    release = threading.Event()
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    monkeypatch.setattr(Outbox, "started", lambda self, job_id: release.wait(20))

    async def main():
        began = time.monotonic()
        async with serving() as at:
            jobs = [job() for _ in range(5)]
            await at.engine.submit(*jobs)
            for one in jobs:
                assert (await at.engine.result_of(one.id))["status"] == "success"
            at.worker.stop()
            await at.running
        assert time.monotonic() - began < 3

    run(main)
    release.set()
    assert len(lines("the disk hangs")) == 1


def test_an_outbox_that_is_damaged_within_costs_what_is_in_it_and_no_new_job(
    run, serving, job, tmp_path, lines
):
    path = tmp_path / "o.sqlite3"
    outbox = Outbox(path)
    for number in range(200):
        outbox.put(f"before-{number}", b"{}" * 500)
    outbox.close()
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 100_000)

    async def main():
        async with serving(outbox=path, expect=None) as at:
            await at.engine.submit(one := job())
            assert (await at.engine.result_of(one.id))["status"] == "success"

    run(main)
    assert lines("o.sqlite3 cannot be read")


def test_half_a_character_in_a_result_costs_that_character(run, serving, kit, job):
    async def undecodable(self, params, context):
        return kit.ok(b"caf\xe9".decode("utf-8", "surrogateescape"))

    async def main():
        async with serving(undecodable) as at:
            await at.engine.submit(one := job())
            result = await at.engine.result_of(one.id)
        assert result["result"]["data"] == {"value": "caf?"}

    run(main)


def test_an_idle_worker_whose_engine_hangs_does_not_wait_for_it_when_stopped(run, serving):
    class Hangs(MemoryEngine):
        async def poll(self, worker_id, blocks, limit, wait):
            self.limits.append(limit)
            await asyncio.sleep(60)
            return []

    async def main():
        async with serving(engine=Hangs(), shutdown_timeout=10.0) as at:
            while not at.engine.limits:
                await asyncio.sleep(0.01)
            began = time.monotonic()
            at.worker.stop()
            assert await at.running == 0
            assert time.monotonic() - began < 5

    run(main)


def test_an_idle_worker_that_registers_again_does_not_wait_for_it_when_stopped(run, serving):
    class Forgets(MemoryEngine):
        down = False

        async def register_worker(self, *introduction):
            if self.down:
                raise EngineUnavailableError("down")
            return await super().register_worker(*introduction)

    async def main():
        async with serving(engine=Forgets(), shutdown_timeout=10.0) as at:
            while not at.engine.limits:
                await asyncio.sleep(0.01)
            at.engine.down = True
            at.engine.workers.clear()
            await asyncio.sleep(1.2)
            began = time.monotonic()
            at.worker.stop()
            assert await at.running == 0
            assert time.monotonic() - began < 3

    run(main)


def test_after_the_good_bye_there_is_no_heartbeat_that_brings_the_worker_back(run, serving):
    class Slow(MemoryEngine):
        async def unregister(self, worker_id):
            await super().unregister(worker_id)
            await asyncio.sleep(0.3)

        async def ping(self, worker_id):
            await super().ping(worker_id)
            self.workers[worker_id] = True

    async def main():
        async with serving(engine=Slow(), heartbeat_interval=0.05) as at:
            while not at.engine.limits:
                await asyncio.sleep(0.01)
        assert at.engine.workers == {"w-1": False}

    run(main)


def test_a_job_that_is_handed_out_twice_is_run_once(run, serving, kit, job):
    ran = []

    async def counts(self, params, context):
        ran.append(params.count)
        return kit.ok()

    class Away(MemoryEngine):
        away = True

        async def push_result(self, body):
            if self.away:
                raise EngineUnavailableError("away")
            await super().push_result(body)

    async def main():
        async with serving(counts, engine=Away()) as at:
            one = job()
            await at.engine.submit(one, one)
            while at.worker._delivery.waiting == 0:
                await asyncio.sleep(0.01)
            await at.engine.submit(one)
            await asyncio.sleep(0.3)
            at.engine.away = False
            at.worker._delivery.nudge()
            assert (await at.engine.result_of(one.id))["status"] == "success"
        assert len(ran) == 1

    run(main)


def test_with_results_that_are_still_to_be_delivered_no_good_bye_makes_the_engine_fail_them(
    run, serving, tmp_path, job
):
    class Away(MemoryEngine):
        async def push_result(self, body):
            raise EngineUnavailableError("away")

    async def main():
        async with serving(
            engine=Away(), outbox=tmp_path / "o.sqlite3", shutdown_timeout=1.0, expect=1
        ) as at:
            await at.engine.submit(job())
            while at.worker._delivery.waiting == 0:
                await asyncio.sleep(0.01)
        assert at.engine.workers == {"w-1": True}

    run(main)


def test_a_job_that_waited_too_long_behind_others_is_not_run_when_the_engine_has_given_it_up(
    run, serving, kit, job
):
    ran = []

    async def slow(self, params, context):
        ran.append(params.count)
        await asyncio.sleep(0.45)
        return kit.ok()

    class Generous(MemoryEngine):
        async def poll(self, worker_id, blocks, limit, wait):
            return await super().poll(worker_id, blocks, 99, wait)

    async def main():
        async with serving(slow, engine=Generous(), job_timeout=0.8) as at:
            jobs = [job(parameters={"count": number}) for number in range(3)]
            await at.engine.submit(*jobs)
            results = [await at.engine.result_of(one.id) for one in jobs]
        assert ran == [0, 1]
        assert "before the job was started" in results[2]["result"]["message"]

    run(main)


def test_jobs_claimed_on_a_disk_that_hangs_are_failed_when_the_worker_is_stopped(
    run, serving, job, monkeypatch
):
    release = threading.Event()
    sound = Outbox.claimed

    def hangs(self, jobs):
        if jobs:
            release.wait(10)
        sound(self, jobs)

    async def main():
        monkeypatch.setattr(Outbox, "claimed", hangs)
        async with serving(shutdown_timeout=1.0, expect=1) as at:
            await at.engine.submit(one := job())
            await asyncio.sleep(0.2)
            at.worker.stop()
            await asyncio.sleep(0.9)
            release.set()
            await at.running
        assert one.id in at.engine.results

    try:
        run(main)
    finally:
        release.set()
