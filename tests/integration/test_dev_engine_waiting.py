"""Those who wait: workers for jobs, whoever follows a submission for events."""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from lab.engine_api import job, poll, poll_body, push, register_block, register_worker, submit
from neops_dev_engine import Settings
from neops_dev_engine.server import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.engine_fixtures import DevEngine

SOON = 10.0


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(Settings(database=tmp_path_factory.mktemp("engine") / "engine.sqlite", port=0)) as url:
        yield url


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False, timeout=40) as http:
        yield http


class Caller:
    """Sends a request and may hang up before it is answered."""

    def __init__(self, url: str, path: str, body: Any) -> None:
        address = urlsplit(url)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=40)
        content = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        )
        self._socket.sendall(head.encode() + content)

    def answer(self) -> Any:
        with closing(self._socket):
            text = b"".join(iter(lambda: self._socket.recv(65536), b""))
        return json.loads(text.partition(b"\r\n\r\n")[2])

    def hang_up(self) -> None:
        self._socket.close()


def until_waiting(http: httpx.Client) -> None:
    """Whoever called before is being served now: the engine takes connections in their order."""
    for _ in range(3):
        assert http.get("/health").status_code == 200


def test_a_waiting_worker_gets_a_job_when_there_is_one(url: str, http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "waited")
    took = []
    for _ in range(15):
        waiting = Caller(url, "/blackboard/job", poll_body(worker, block, waitSeconds=30))
        until_waiting(http)
        began = time.perf_counter()
        submission = submit(http, block)
        [got] = waiting.answer()
        took.append(time.perf_counter() - began)
        assert got["jobId"] == submission["jobs"][0]["jobId"]
        push(http, got["jobId"])
    assert statistics.median(took) < 0.1, took


def test_without_waiting_an_empty_answer_comes_at_once(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "empty")
    began = time.perf_counter()
    assert poll(http, worker, block) == []
    assert poll(http, worker, block, waitSeconds=0) == []
    assert time.perf_counter() - began < 2


def test_the_time_of_waiting_is_kept(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "patient")
    began = time.perf_counter()
    assert poll(http, worker, block, waitSeconds=0.3) == []
    assert 0.3 <= time.perf_counter() - began < 3


def test_one_job_wakes_many_and_goes_to_one(url: str, http: httpx.Client) -> None:
    workers = [register_worker(http) for _ in range(8)]
    block = register_block(http, workers[0], "one")
    callers = [
        Caller(url, "/blackboard/job", poll_body(worker, block, waitSeconds=1.5)) for worker in workers
    ]
    until_waiting(http)
    submission = submit(http, block)
    answers = [caller.answer() for caller in callers]
    assert sorted(len(answer) for answer in answers) == [0] * 7 + [1]
    [[got]] = [answer for answer in answers if answer]
    assert got["jobId"] == submission["jobs"][0]["jobId"]


def test_nothing_is_claimed_for_a_caller_that_has_hung_up(url: str, http: httpx.Client) -> None:
    worker, other = register_worker(http), register_worker(http)
    block = register_block(http, worker, "hung_up")
    for _ in range(10):
        waiting = Caller(url, "/blackboard/job", poll_body(worker, block, waitSeconds=30))
        until_waiting(http)
        waiting.hang_up()
        until_waiting(http)
        submission = submit(http, block)
        [got] = poll(http, other, block, waitSeconds=5)
        assert got["jobId"] == submission["jobs"][0]["jobId"]


def test_no_job_is_lost_when_callers_hang_up_at_any_moment(url: str, http: httpx.Client) -> None:
    """Either it waits for somebody else, or its answer was on its way already: then it is claimed."""
    worker, other = register_worker(http), register_worker(http)
    block = register_block(http, worker, "race")
    for number in range(60):
        submitting = Caller(url, "/dev/submissions", {"functionBlock": block})
        waiting = Caller(url, "/blackboard/job", poll_body(worker, block, waitSeconds=30))
        time.sleep(number / 20_000)
        waiting.hang_up()
        [made] = submitting.answer()["jobs"]
        poll(http, other, block, waitSeconds=0.2)
        status = job(http, made["jobId"])
        assert (status["status"], status["workerId"]) in [("polled", other), ("polled", worker)]


def test_a_worker_that_says_good_bye_waits_no_more_jobs(url: str, http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "good_bye")
    waiting = Caller(url, "/blackboard/job", poll_body(worker, block, waitSeconds=1))
    until_waiting(http)
    http.post(f"/workers/{worker}/unregister")
    submission = submit(http, block)
    assert waiting.answer() == []
    assert job(http, submission["jobs"][0]["jobId"])["status"] == "pending"


def test_a_deleted_worker_that_waits_hears_of_it(url: str, http: httpx.Client) -> None:
    worker = register_worker(http)
    waiting = Caller(url, "/blackboard/job", poll_body(worker, "a/b:1.0.0", waitSeconds=30))
    until_waiting(http)
    began = time.perf_counter()
    http.delete(f"/workers/{worker}")
    assert waiting.answer()["error"] == "UnknownWorker"
    assert time.perf_counter() - began < SOON


def test_whoever_follows_a_submission_hears_of_events_and_the_end(url: str, http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "followed")
    submission = submit(http, block)
    [claimed] = poll(http, worker, block)
    path = f"/dev/submissions/{submission['submissionId']}/events"
    with httpx.Client(base_url=url, trust_env=False, timeout=40) as follower:

        async def follow() -> list[Any]:
            found: list[Any] = []
            last, finished = 0, False
            while not finished:
                said = (await asyncio.to_thread(follower.get, f"{path}?after={last}&wait=20")).json()
                last, finished = said["last"], said["finished"]
                found += [event["text"] for event in said["events"]]
                if not finished:
                    heard.set()
            return found

        async def work() -> list[Any]:
            following = asyncio.create_task(follow())
            for text in ("one", "two"):
                event = {"jobId": claimed["jobId"], "at": "t", "kind": "log", "level": "info", "text": text}
                heard.clear()
                await asyncio.to_thread(
                    http.post, "/dev/events", json={"workerId": worker, "events": [event]}
                )
                await asyncio.wait_for(heard.wait(), SOON)
            push(http, claimed["jobId"])
            return await asyncio.wait_for(following, SOON)

        heard = asyncio.Event()
        assert asyncio.run(work()) == ["one", "two"]


def test_open_waits_do_not_delay_the_end_of_the_engine(dev_engine: DevEngine) -> None:
    with dev_engine.client() as http:
        worker = register_worker(http)
        block = register_block(http, worker)
        submission = submit(http, block)
        poll(http, worker, block)
        body = poll_body(worker, block, waitSeconds=30)
        callers = [Caller(dev_engine.url, "/blackboard/job", body) for _ in range(20)]
        until_waiting(http)
        following = socket.create_connection(("127.0.0.1", int(dev_engine.url.rpartition(":")[2])))
        path = f"/dev/submissions/{submission['submissionId']}/events?wait=30"
        following.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        until_waiting(http)
        began = time.perf_counter()
        assert dev_engine.stop() == 0
        took = time.perf_counter() - began
        assert [caller.answer() for caller in callers] == [[]] * 20
        assert b" 200 OK" in following.recv(4096)
        following.close()
    assert took < 2, took


def test_jobs_are_claimed_once_however_many_ask(url: str, http: httpx.Client) -> None:
    workers = [register_worker(http, f"w{number}") for number in range(10)]
    block = register_block(http, workers[0], "contended")
    made = {submit(http, block)["jobs"][0]["jobId"] for _ in range(200)}

    async def work(client: httpx.AsyncClient, worker: str) -> list[str]:
        got: list[str] = []
        while True:
            body = poll_body(worker, block, limit=3)
            jobs = (await client.post("/blackboard/job", json=body)).json()
            if not jobs:
                return got
            got += [one["jobId"] for one in jobs]

    async def all_work() -> list[list[str]]:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            return await asyncio.gather(*(work(client, worker) for worker in workers))

    shares = asyncio.run(all_work())
    claimed = [one for share in shares for one in share]
    assert len(claimed) == len(set(claimed)) == len(made)
    assert set(claimed) == made
    for worker, share in zip(workers, shares, strict=True):
        held = http.get(f"/workers/{worker}/jobs?status=polled").json()
        assert {one["jobId"] for one in held} == set(share)


def test_the_first_of_many_results_is_kept(url: str, http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "raced")
    submit(http, block)
    [claimed] = poll(http, worker, block)

    async def push_all() -> list[int]:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            bodies = [
                {
                    "jobExecutionId": claimed["jobId"],
                    "status": "success",
                    "result": {"success": True, "message": str(number)},
                }
                for number in range(20)
            ]
            sent = (client.post("/blackboard/job/result", json=body) for body in bodies)
            return [answer.status_code for answer in await asyncio.gather(*sent)]

    codes = asyncio.run(push_all())
    assert sorted(codes) == [201] + [409] * 19
    assert job(http, claimed["jobId"])["result"]["message"] == str(codes.index(201))
