"""The published worker on the development engine: it joins, runs jobs of every kind, and leaves."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from lab.engine_api import job, submit
from lab.engine_fixtures import DevEngine
from lab.engine_waiting import outcome, run
from lab.published_worker import SOON, PublishedWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

pytestmark = pytest.mark.peer

BLOCKS = {"echo:1.2.3", "even:1.0.0", "raises:1.0.0", "wait:1.0.0", "survey:1.0.0", "configure:1.0.0"}
R1 = {"id": 5, "hostname": "r1", "ip": "192.0.2.1", "facts": {"site": "zrh"}}
CONTEXT = {
    "devices": [R1],
    "interfaces": [
        {"id": 7, "name": "eth0", "state": "UP", "device": {"id": 5}},
        {"id": 8, "name": "old0", "state": "DOWN", "device": {"id": 5}},
    ],
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevEngine]:
    engine = DevEngine(tmp_path_factory.mktemp("engine") / "engine.sqlite")
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def http(engine: DevEngine) -> Iterator[httpx.Client]:
    with engine.client() as http:
        yield http


@pytest.fixture(scope="module")
def worker(
    published_python: Path, engine: DevEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PublishedWorker]:
    worker = PublishedWorker(published_python, engine, tmp_path_factory.mktemp("worker") / "log")
    try:
        worker.wait_until_ready()
        yield worker
    finally:
        worker.stop()


@pytest.fixture
def start_worker(published_python: Path, tmp_path: Path) -> Iterator[Callable[[DevEngine], PublishedWorker]]:
    """Starts a worker of the test's own on an engine."""
    workers = []

    def start(engine: DevEngine) -> PublishedWorker:
        worker = PublishedWorker(published_python, engine, tmp_path / "worker.log")
        workers.append(worker)
        worker.wait_until_ready()
        return worker

    yield start
    for worker in workers:
        worker.stop()


def begun_to_wait(http: httpx.Client, directory: Path) -> dict[str, Any]:
    """A submission whose job a worker has begun, and which waits for `go`."""
    submission = submit(http, "fb.peer.io/wait", parameters={"directory": str(directory)})
    until = time.monotonic() + SOON
    while not (directory / "begun").exists():
        assert time.monotonic() < until, "no worker began the job"
        time.sleep(0.02)
    return submission


def test_it_registers_and_pings(http: httpx.Client, worker: PublishedWorker) -> None:
    seen = worker.seen()
    assert (seen["state"], seen["version"], seen["deletedAt"]) == ("online", "0.2.0.beta.7", None)
    assert seen["uuid"] in {online["uuid"] for online in http.get("/workers/online").json()}
    until = time.monotonic() + SOON
    while worker.seen()["lastPingAt"] == seen["lastPingAt"]:
        assert time.monotonic() < until, "it does not ping"
        time.sleep(0.1)


def test_its_blocks_are_listed_with_it(http: httpx.Client, worker: PublishedWorker) -> None:
    listed = http.get("/function-blocks/registrations/list", params={"populateWorkers": "true"}).json()
    assert {block["id"] for block in listed} == {f"fb.peer.io/{name}" for name in BLOCKS}
    assert {served["name"] for block in listed for served in block["workers"]} == {worker.name}
    [echo] = [block["functionBlock"] for block in listed if block["name"] == "echo"]
    assert (echo["runOn"], echo["fbType"], echo["isPure"]) == ("global", "check", True)
    assert echo["parameterJsonSchema"]["required"] == ["text"]


def test_a_job_succeeds_with_its_data(http: httpx.Client, worker: PublishedWorker) -> None:
    ended = run(http, "fb.peer.io/echo:1", parameters={"text": "hé", "times": 2})
    assert ended["resultStatus"] == "success"
    assert ended["workerName"] == worker.name
    assert ended["result"] == {"success": True, "message": "said", "data": {"text": "héhé", "seen": None}}


def test_a_block_that_raises_fails_its_job(http: httpx.Client, worker: PublishedWorker) -> None:
    ended = run(http, "fb.peer.io/raises")
    assert ended["resultStatus"] == "failed"
    assert ended["result"]["message"] == "Error executing function block: the line is dead"


def test_parameters_that_the_schema_allows_and_the_model_does_not_fail_the_job(
    http: httpx.Client, worker: PublishedWorker
) -> None:
    ended = run(http, "fb.peer.io/even", parameters={"number": 3})
    assert ended["resultStatus"] == "failed"
    assert "must be even" in ended["result"]["message"]


def test_updates_of_a_device_arrive_in_snake_case(http: httpx.Client, worker: PublishedWorker) -> None:
    ended = run(http, "fb.peer.io/survey", parameters={"release": "7.1"}, context=CONTEXT)
    assert ended["result"]["data"] == {"hostname": "r1", "interfaces": ["eth0", "old0"]}
    updates = ended["result"]["dbUpdates"]["updates"]
    patches = {one["path"]: one["value"] for one in updates if one["operation"] == "patch"}
    assert patches["software_release"] == "7.1"
    assert patches["facts"] == {"site": "zrh", "surveyed": True, "ports": [1, None]}
    assert patches["platform"]["short_name"] == "frr"
    assert [one["id"] for one in updates if one["operation"] == "delete"] == [8]
    created = {
        (one["entity"], one["data"].get("hostname") or one["data"]["name"]) for one in creates(updates)
    }
    assert created == {("device", "neighbour"), ("interface", "eth9"), ("interface", "lo")}
    assert {one["skipIfIdentifierExists"] for one in creates(updates)} == {True}


def creates(updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in updates if one["operation"] == "create"]


def test_told_to_stop_it_finishes_its_job_and_leaves(
    start_dev_engine: Callable[..., DevEngine],
    start_worker: Callable[[DevEngine], PublishedWorker],
    tmp_path: Path,
) -> None:
    engine = start_dev_engine("-v")
    worker = start_worker(engine)
    with engine.client() as http:
        submission = begun_to_wait(http, tmp_path)
        later = submit(http, "fb.peer.io/echo", parameters={"text": "too late"})
        worker.terminate()
        (tmp_path / "go").write_text("go on")
        assert outcome(http, submission)["result"]["data"] == {"told": "go on"}
        assert worker.stop() == 0
        assert worker.seen()["state"] == "offline"
        assert job(http, later["jobs"][0]["jobId"])["status"] == "pending"
    assert requests_of_workers(engine) == {
        "POST /version/compatibility 201",
        "POST /workers/register 201",
        "POST /function-blocks/register 201",
        "POST /workers/UUID/ping 200",
        "POST /blackboard/job 201",
        "POST /blackboard/job/result 201",
        "POST /workers/UUID/unregister 200",
    }


def requests_of_workers(engine: DevEngine) -> set[str]:
    """What was asked of the engine, and with which status it answered, but for what this test asked."""
    requests = re.findall(r" INFO ((?:POST|GET) \S+ \d+) ", engine.log())
    ours = ("GET", "POST /dev/")
    return {re.sub(r"[0-9a-f-]{36}", "UUID", line) for line in requests if not line.startswith(ours)}


def test_killed_it_is_given_up_and_its_job_failed(
    start_dev_engine: Callable[..., DevEngine],
    start_worker: Callable[[DevEngine], PublishedWorker],
    tmp_path: Path,
) -> None:
    engine = start_dev_engine(
        env={
            "WORKER_UNREACHABLE_THRESHOLD_MS": "2500",
            "WORKER_OFFLINE_THRESHOLD_MS": "4000",
            "BLACKBOARD_JOB_CHECK_INTERVAL": "200",
        }
    )
    worker = start_worker(engine)
    with engine.client() as http:
        submission = begun_to_wait(http, tmp_path)
        worker.kill()
        worker.wait_until("unreachable")
        assert job(http, submission["jobs"][0]["jobId"])["status"] == "polled"
        ended = outcome(http, submission)
        assert worker.seen()["state"] == "offline"
    assert ended["resultStatus"] == "failed"
    assert "possibly executed" in ended["result"]["message"]


def test_an_engine_that_was_killed_meanwhile_gets_the_result(
    start_dev_engine: Callable[..., DevEngine],
    start_worker: Callable[[DevEngine], PublishedWorker],
    tmp_path: Path,
) -> None:
    engine = start_dev_engine()
    start_worker(engine)
    with engine.client() as http:
        submission = begun_to_wait(http, tmp_path)
    engine.kill()
    (tmp_path / "go").write_text("go on")
    engine.restart()
    with engine.client() as http:
        assert outcome(http, submission)["result"]["data"] == {"told": "go on"}


def test_deleted_it_hears_of_it_at_its_next_ping_and_ends(
    dev_engine: DevEngine, start_worker: Callable[[DevEngine], PublishedWorker]
) -> None:
    worker = start_worker(dev_engine)
    with dev_engine.client() as http:
        assert http.delete(f"/workers/{worker.seen()['uuid']}").status_code == 204
    assert worker.process.wait(SOON) == 1
