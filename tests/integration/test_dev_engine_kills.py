"""kill -9 of the engine under load: nothing that it accepted is lost, nothing is done twice."""

from __future__ import annotations

import os
import random
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from lab.engine_api import poll_body, register_block, register_worker, result_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.engine_fixtures import DevEngine

LONG = bool(os.environ.get("NEOPS_SOAK"))
KILLS = 60 if LONG else 4
pytestmark = [pytest.mark.soak, pytest.mark.timeout(600)]
STUCK = {"BLACKBOARD_STUCK_JOB_TIMEOUT": "1500", "BLACKBOARD_JOB_CHECK_INTERVAL": "200"}


@dataclass
class Record:
    """What callers were told."""

    accepted: list[str] = field(default_factory=list)
    delivered: dict[str, str] = field(default_factory=dict)
    claimed: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def submit_until(stop: threading.Event, url: str, block: str, record: Record) -> None:
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as http:
        while not stop.is_set():
            try:
                answer = http.post("/dev/submissions", json={"functionBlock": block})
            except httpx.TransportError:
                stop.wait(0.02)
                continue
            if answer.status_code == 202:
                record.accepted.append(answer.json()["jobs"][0]["jobId"])
            else:
                record.faults.append(answer.text)
            stop.wait(0.005)


def work_until(stop: threading.Event, url: str, worker: str, block: str, record: Record) -> None:
    body = poll_body(worker, block, limit=2, waitSeconds=1)
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as http:
        while not stop.is_set():
            try:
                answer = http.post("/blackboard/job", json=body)
            except httpx.TransportError:
                stop.wait(0.02)
                continue
            if answer.status_code != 201:
                record.faults.append(answer.text)
                continue
            for job in answer.json():
                record.claimed[job["jobId"]] = record.claimed.get(job["jobId"], 0) + 1
                deliver(http, job["jobId"], worker, record)


def deliver(http: httpx.Client, job: str, worker: str, record: Record) -> None:
    """Push a result until the engine says that it has one."""
    message = f"{worker} {job}"
    while True:
        try:
            answer = http.post("/blackboard/job/result", json=result_body(job, message))
        except httpx.TransportError:
            time.sleep(0.02)
            continue
        if answer.status_code not in (201, 409):
            record.faults.append(answer.text)
        elif answer.status_code == 201:
            record.delivered[job] = message
        return


def test_nothing_accepted_is_lost_by_kills(start_dev_engine: Callable[..., DevEngine]) -> None:
    engine = start_dev_engine(env=STUCK)
    with engine.client() as http:
        workers = [register_worker(http, f"w{number}") for number in range(3)]
        block = register_block(http, workers[0])
    stop_submitting, stop_working = threading.Event(), threading.Event()
    record = Record()
    submitters = [
        threading.Thread(target=submit_until, args=(stop_submitting, engine.url, block, record))
        for _ in range(2)
    ]
    work = [
        threading.Thread(target=work_until, args=(stop_working, engine.url, worker, block, record))
        for worker in workers
    ]
    for thread in (*submitters, *work):
        thread.start()
    try:
        for _ in range(KILLS):
            time.sleep(random.uniform(0.05, 0.6))
            engine.kill()
            engine.restart()
        stop_submitting.set()
        for thread in submitters:
            thread.join()
        found = all_finished(engine)
    finally:
        stop_submitting.set()
        stop_working.set()
        for thread in (*submitters, *work):
            thread.join()
    assert record.faults == []
    assert len(record.accepted) > 10 * KILLS
    assert set(record.accepted) <= found.keys()
    assert all(count == 1 for count in record.claimed.values())
    assert record.claimed.keys() <= found.keys()
    for job, message in record.delivered.items():
        assert found[job]["result"]["message"] == message
    for job, details in found.items():
        said = details["result"]["message"]
        assert said == f"{details['workerId']} {job}" or said.endswith("; the job was possibly executed"), (
            said
        )


def all_finished(engine: DevEngine) -> dict[str, Any]:
    """Every job by id, once all of them have their outcome."""
    until = time.monotonic() + 60
    with engine.client() as http:
        while time.monotonic() < until:
            active = [
                *http.get("/blackboard/jobs?status=pending").json(),
                *http.get("/blackboard/jobs?status=polled").json(),
            ]
            if not active:
                jobs = http.get("/blackboard/jobs").json()
                return {one["jobId"]: http.get(f"/dev/jobs/{one['jobId']}").json() for one in jobs}
            time.sleep(0.1)
    raise AssertionError(f"jobs without an outcome: {active}")
