"""Workers fall silent: states and jobs by the thresholds, shortened; what was written is gone from the disk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from lab.engine_api import job, poll, push, register_block, register_worker, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from lab.engine_fixtures import DevEngine

SHORT = {
    "WORKER_UNREACHABLE_THRESHOLD_MS": "600",
    "WORKER_OFFLINE_THRESHOLD_MS": "1500",
    "WORKER_OFFLINE_DELETE_THRESHOLD_MS": "1500",
    "BLACKBOARD_JOB_CHECK_INTERVAL": "100",
}
LATEST = 15.0


def until(http: httpx.Client, path: str, wanted: Callable[[Any], bool]) -> float:
    """Seconds until an answer is as wanted."""
    began = time.monotonic()
    while time.monotonic() - began < LATEST:
        if wanted(http.get(path).json()):
            return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError(f"{path} stays {http.get(path).text}")


def test_a_silent_worker_is_unreachable_then_offline_then_deleted(
    start_dev_engine: Callable[..., DevEngine],
) -> None:
    with start_dev_engine(env=SHORT).client() as http:
        worker, path = register_worker(http, "silent"), "/workers/{}?findDeleted=true"
        block = register_block(http, worker)
        submission = submit(http, block)
        [claimed] = poll(http, worker, block)
        submit(http, block)
        took = [until(http, path.format(worker), lambda found: found["state"] == "unreachable")]
        assert poll(http, worker, block) == []
        assert job(http, claimed["jobId"])["status"] == "polled"
        took.append(until(http, path.format(worker), lambda found: found["state"] == "offline"))
        assert http.get("/workers/online").json() == []
        events = f"/dev/submissions/{submission['submissionId']}/events?wait=10"
        assert http.get(events).json()["finished"]
        message = job(http, claimed["jobId"])["result"]["message"]
        assert message.startswith("worker silent is offline, silent for ")
        assert message.endswith("; the job was possibly executed")
        assert push(http, claimed["jobId"]) == 409
        took.append(until(http, path.format(worker), lambda found: found["deletedAt"] is not None))
        assert http.post(f"/workers/{worker}/ping").status_code == 404
        assert 2.5 < sum(took) < LATEST


def test_pings_keep_a_worker_and_its_job(start_dev_engine: Callable[..., DevEngine]) -> None:
    with start_dev_engine(env=SHORT).client() as http:
        worker = register_worker(http)
        block = register_block(http, worker)
        submit(http, block)
        [claimed] = poll(http, worker, block)
        for _ in range(20):
            time.sleep(0.1)
            assert http.post(f"/workers/{worker}/ping").status_code == 200
            assert http.get(f"/workers/{worker}").json()["state"] == "online"
        assert push(http, claimed["jobId"]) == 201


def test_a_stuck_job_is_failed_though_its_worker_lives(start_dev_engine: Callable[..., DevEngine]) -> None:
    env = {"BLACKBOARD_STUCK_JOB_TIMEOUT": "400", "BLACKBOARD_JOB_CHECK_INTERVAL": "50"}
    with start_dev_engine(env=env).client() as http:
        worker = register_worker(http, "slow")
        block = register_block(http, worker)
        submission = submit(http, block)
        [claimed] = poll(http, worker, block)
        events = f"/dev/submissions/{submission['submissionId']}/events?wait=10"
        assert http.get(events).json()["finished"]
        found = job(http, claimed["jobId"])
        assert found["result"] == {
            "success": False,
            "message": "no result within 0.4 s after worker slow took the job; the job was possibly executed",
        }
        assert push(http, claimed["jobId"]) == 409


def test_an_engine_that_was_away_does_not_blame_its_workers(
    start_dev_engine: Callable[..., DevEngine],
) -> None:
    engine = start_dev_engine(
        env={**SHORT, "WORKER_UNREACHABLE_THRESHOLD_MS": "5000", "WORKER_OFFLINE_THRESHOLD_MS": "6000"}
    )
    with engine.client() as http:
        worker = register_worker(http)
        block = register_block(http, worker)
        submit(http, block)
        [claimed] = poll(http, worker, block)
    engine.kill()
    time.sleep(0.3)
    engine.restart()
    with engine.client() as http:
        assert http.post("/workers/cleanup").json() == {"cleanedUpWorkerIds": [], "failedJobCount": 0}
        assert push(http, claimed["jobId"]) == 201


SECRETS = ["hush-parameter", "hush-nested", "hush-device", "hush-options", "hush-update"]


def _stored(engine: DevEngine) -> list[str]:
    """The secrets that are anywhere in the files of the database."""
    files = engine.database.parent.glob(f"{engine.database.name}*")
    content = b"".join(file.read_bytes() for file in files)
    return [secret for secret in SECRETS if secret.encode() in content]


@pytest.mark.parametrize("success", [True, False])
def test_secrets_are_gone_from_the_disk_when_the_submission_is_finished(
    dev_engine: DevEngine, success: bool
) -> None:
    schema = {
        "type": "object",
        "properties": {
            "key": {"type": "string", "writeOnly": True, "format": "password"},
            "login": {"type": "object", "properties": {"pass": {"type": "string", "format": "password"}}},
        },
    }
    device = {
        "id": 1,
        "hostname": "sw1",
        "password": "hush-device",
        "connectionOptions": '{"x":"hush-options"}',
    }
    updates = [
        {"operation": "patch", "entity": "device", "id": 1, "path": "password", "value": "hush-update"}
    ]
    with dev_engine.client() as http:
        worker = register_worker(http)
        block = register_block(http, worker, parameterJsonSchema=schema, runOn="device")
        parameters = {"key": "hush-parameter", "login": {"pass": "hush-nested"}, "padding": "x" * 20_000}
        context = {"devices": [device, {"id": 2, "hostname": "sw2"}]}
        submission = submit(http, block, parameters=parameters, context=context)
        claimed = poll(http, worker, block, limit=2)
        assert claimed[0]["parameters"] == parameters
        assert claimed[0]["context"]["devices"][0] == device
        path = f"/dev/submissions/{submission['submissionId']}"
        assert not [secret for secret in SECRETS if secret in http.get(path).text]
        for one in claimed:
            body = {"result": {"success": success, "dbUpdates": {"updates": updates}}}
            assert push(http, one["jobId"], success=success, **body) == 201
            shown = http.get(path).text
            assert not [secret for secret in SECRETS if secret in shown]
        assert '"key":"***"' in shown
        began = time.monotonic()
        while _stored(dev_engine) and time.monotonic() - began < LATEST:
            time.sleep(0.05)
        assert _stored(dev_engine) == []
        again = http.get(path).json()
        assert again["jobs"][0]["parameters"]["key"] == "***"
    assert not [secret for secret in SECRETS if secret in dev_engine.log()]


def test_secrets_of_a_submission_that_runs_survive_a_kill(dev_engine: DevEngine) -> None:
    schema = {"type": "object", "properties": {"key": {"type": "string", "writeOnly": True}}}
    with dev_engine.client() as http:
        worker = register_worker(http)
        block = register_block(http, worker, parameterJsonSchema=schema)
        submit(http, block, parameters={"key": "hush-parameter"})
    dev_engine.kill()
    dev_engine.restart()
    with dev_engine.client() as http:
        [claimed] = poll(http, worker, block)
        assert claimed["parameters"] == {"key": "hush-parameter"}
