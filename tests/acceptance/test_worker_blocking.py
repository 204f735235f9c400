"""A worker whose jobs block: it keeps its heartbeat, says what blocks, and ends when it is told to.

Six seconds of blocking in CI, sixty by make soak. What counts is what the engine has recorded.
"""

from __future__ import annotations

import itertools
import os
import signal
import statistics
import time
from datetime import datetime

import pytest

from lab.blocks import write_blocks
from lab.engine_api import events, finished, job, submit
from lab.engine_fixtures import DevEngine

SECONDS = 60 if os.environ.get("NEOPS_SOAK") else 6
INTERVAL = 0.5
SHUTDOWN = 3
BLOCKS = """
@block("blocks")
class Blocks(Base):
    async def run(self, params, context):
        time.sleep(params.seconds / 2)
        end = time.monotonic() + params.seconds / 2
        while time.monotonic() < end:
            sum(range(1000))
        return ok("came to its end")


@block("never_ends")
class NeverEnds(Base):
    async def run(self, params, context):
        while True:
            time.sleep(0.1)


@block("leaves_a_thread")
class LeavesAThread(Base):
    async def run(self, params, context):
        threading.Thread(target=threading.Event().wait).start()
        return ok()


@block("fine")
class Fine(Base):
    pass
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    running = DevEngine(tmp_path_factory.mktemp("engine") / "engine.sqlite")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def http(engine):
    with engine.client() as client:
        yield client


@pytest.fixture
def start(engine, start_worker, tmp_path):
    """start(**environment): a worker that serves the blocks above."""
    blocks = write_blocks(tmp_path / "blocks", BLOCKS)

    def start(**env):
        own = {"HEARTBEAT_INTERVAL": str(INTERVAL), "SHUTDOWN_TIMEOUT": str(SHUTDOWN), **env}
        return start_worker(engine.url, blocks, env=own)

    return start


def submitted(http, block, **fields):
    """The submission and its one job."""
    answer = submit(http, f"fb.test/{block}", **fields)
    return answer["submissionId"], answer["jobs"][0]["jobId"]


def started(http, block, **fields):
    """The id of a job that is running."""
    _, job_id = submitted(http, block, **fields)
    end = time.monotonic() + 20
    while job(http, job_id)["status"] != "polled":
        assert time.monotonic() < end
        time.sleep(0.02)
    return job_id


@pytest.mark.soak
@pytest.mark.timeout(240)
def test_heartbeats_keep_their_interval_and_the_warning_is_at_the_engine_while_a_job_blocks(start, http):
    worker = start().serving()
    submission, job_id = submitted(http, "blocks", parameters={"seconds": SECONDS})
    pings, warned = set(), False
    while job(http, job_id)["status"] != "pushed":
        pings.add(http.get(f"/workers/{worker}").json()["lastPingAt"])
        warned = warned or any("Blocking operation detected" in line for line in warnings(http, job_id))
        time.sleep(0.05)
    [done] = finished(http, submission)
    assert done["result"]["data"] == {"value": "came to its end"}
    assert warned, "the warning came when the job was over"
    blocking = done["report"]["blocking"]
    assert sum(one["seconds"] for one in blocking) > SECONDS * 0.8, blocking
    times = sorted(datetime.fromisoformat(ping) for ping in pings)
    gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(times)]
    print(f"{len(gaps)} gaps: median {statistics.median(gaps):.3f} s, longest {max(gaps):.3f} s")
    assert len(gaps) >= SECONDS / INTERVAL * 0.8
    assert abs(statistics.median(gaps) - INTERVAL) < 0.1
    assert max(gaps) < INTERVAL * 2.5


def warnings(http, job_id):
    return [event["text"] for event in events(http, job_id) if event.get("level") == "warning"]


@pytest.mark.parametrize(
    ("env", "fields"), [({}, {"deadlineSeconds": 1.0}), ({"JOB_TIMEOUT": "1"}, {})], ids=["engine", "worker"]
)
def test_a_job_that_never_ends_is_failed_at_its_deadline_and_the_next_one_runs(start, http, env, fields):
    worker = start(**env)
    stuck, _ = submitted(http, "never_ends", **fields)
    following, _ = submitted(http, "fine")
    [failed] = finished(http, stuck, 10)
    assert failed["resultStatus"] == "failed"
    assert "did not finish within its deadline of 1 s" in failed["result"]["message"]
    assert "time.sleep" in failed["result"]["message"] or "blocks.py:" in failed["result"]["message"]
    assert failed["report"]["failure"] == "DeadlineExceeded"
    [done] = finished(http, following, 10)
    assert done["resultStatus"] == "success"
    assert worker.stop() == 0


def test_sigterm_in_a_blocking_job_ends_the_process_in_time_with_a_recorded_failure(start, http):
    worker = start()
    job_id = started(http, "never_ends")
    began = time.monotonic()
    assert worker.stop() == 1
    assert time.monotonic() - began < SHUTDOWN + 1
    found = job(http, job_id)
    assert found["resultStatus"] == "failed"
    assert (
        "the worker was stopped while the job was running; it was possibly executed"
        in (found["result"]["message"])
    )


def test_sigterm_waits_for_a_blocking_job_that_ends_in_time(start, http):
    worker = start(SHUTDOWN_TIMEOUT="20")
    job_id = started(http, "blocks", parameters={"seconds": 1.5})
    assert worker.stop() == 0
    assert job(http, job_id)["resultStatus"] == "success"
    assert http.get(f"/workers/{worker.serving()}").json()["state"] == "offline"


def test_sigterm_ends_an_idle_worker_within_two_seconds(start, http):
    worker = start(SHUTDOWN_TIMEOUT="60")
    began = time.monotonic()
    assert worker.stop() == 0
    assert time.monotonic() - began < 2


def test_a_thread_that_a_job_has_left_behind_does_not_hold_the_process(start, http):
    worker = start()
    submission, _ = submitted(http, "leaves_a_thread")
    [done] = finished(http, submission)
    assert done["resultStatus"] == "success"
    assert worker.stop(5) == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_second_signal_ends_the_process_at_once(start, http, number, code):
    worker = start(SHUTDOWN_TIMEOUT="60")
    started(http, "never_ends")
    worker.send(number)
    worker.says("Stopping")
    assert worker.alive
    began = time.monotonic()
    worker.send(number)
    assert worker.ends() == code
    assert time.monotonic() - began < 1


def test_sigint_drains_too(start, http):
    worker = start(SHUTDOWN_TIMEOUT="20")
    job_id = started(http, "blocks", parameters={"seconds": 1.0})
    worker.send(signal.SIGINT)
    assert worker.ends() == 0
    assert job(http, job_id)["resultStatus"] == "success"
