from __future__ import annotations

import pytest

from neops_blocks.cli.engine_answers import SubmissionState
from neops_blocks.cli.job_results import document
from neops_worker_sdk.jobs import HostFinished, HostStarted, StepStarted
from neops_worker_sdk.jobs.collector import Collector

AUTH = {
    "code": "auth_failed",
    "message": "no",
    "step": "show",
    "where": "b.yaml:3:5",
    "hint": None,
    "command": "x",
}
STEPS = {"show": {"ok": True, "skipped": False, "elapsed": 1.0, "attempts": 1}}


def job(number, run_on="device", *, success=True, entity="", report=None, **result):
    return {
        "jobId": f"j{number}",
        "status": "pushed",
        "runOn": run_on,
        "entityId": None if run_on == "global" else number,
        "entity": None if run_on == "global" else entity or f"sw{number}",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "polledAt": f"2026-01-01T00:00:0{number}.000Z",
        "pushedAt": f"2026-01-01T00:00:0{number}.500Z",
        "result": {"success": success, "message": f"message {number}", **result},
        "report": report,
    }


def state(*jobs):
    return SubmissionState.model_validate(
        {"submissionId": "s1", "functionBlockId": "p/b:1.0.0", "finished": True, "jobs": list(jobs)}
    )


def test_one_job_is_its_own_document():
    report = {
        "elapsed": 1.8204,
        "hosts": {
            "a": {"ok": True, "elapsed": 1.4, "error": None, "steps": STEPS},
            "b": {"ok": False, "error": AUTH},
        },
        "warnings": ["careful"],
        "blocking": [{"text": "sleep held the event loop", "seconds": 1.2}],
        "failure": None,
    }
    updates = {"updates": [{"type": "update"}]}
    found = document(state(job(1, "group", success=False, data={"x": 1}, dbUpdates=updates, report=report)))
    assert found == {
        "block": "p/b:1.0.0",
        "success": False,
        "message": "message 1",
        "data": {"x": 1},
        "elapsed": 1.82,
        "dry_run": False,
        "hosts": {
            "a": {"ok": True, "elapsed": 1.4, "error": None, "steps": STEPS},
            "b": {"ok": False, "elapsed": 0.0, "error": AUTH, "steps": {}},
        },
        "db_updates": [{"type": "update"}],
        "warnings": ["careful", "sleep held the event loop"],
        "submission": "s1",
    }


def test_jobs_on_devices_are_rows_of_one_document_also_without_reports():
    reported = {
        "elapsed": 1.0,
        "hosts": {"sw1": {"ok": True, "elapsed": 0.9, "steps": STEPS}},
        "warnings": ["w"],
    }
    found = document(
        state(
            job(1, data={"v": 1}, report=reported),
            job(2, success=False, report="nonsense"),
            job(3, success=False, data={"v": 3}, report={"hosts": {"sw3": {"ok": True}}}),
        )
    )
    assert (found["success"], found["message"], found["elapsed"]) == (False, "3 devices, 2 failed", 2.5)
    assert found["data"] == {"sw1": {"v": 1}, "sw3": {"v": 3}}
    assert found["hosts"]["sw1"] == {"ok": True, "elapsed": 0.9, "error": None, "steps": STEPS}
    assert found["hosts"]["sw2"]["elapsed"] == 0.5
    for name, message in (("sw2", "message 2"), ("sw3", "message 3")):
        assert found["hosts"][name]["error"]["code"] == "block_failed"
        assert found["hosts"][name]["error"]["message"] == message
    assert found["warnings"] == ["sw1: w"]


def test_a_row_says_that_the_deadline_passed():
    error = {
        "code": "not_finished",
        "message": "stopped",
        "step": "show",
        "hint": "see the message of the run",
    }
    hosts = {"sw1": {"ok": False, "elapsed": 2.0, "error": error}}
    late = job(1, success=False, report={"hosts": hosts, "failure": "DeadlineExceeded"})
    said = document(state(late, job(2)))["hosts"]["sw1"]["error"]
    assert said["message"] == "the job's deadline passed before the device was done"
    assert (said["code"], said["step"]) == ("not_finished", "show")
    assert "--timeout" in said["hint"]


def test_a_single_device_keeps_the_shape_of_many():
    found = document(state(job(1, data={"v": 1})))
    assert (found["data"], found["message"]) == ({"sw1": {"v": 1}}, "message 1")
    assert found["hosts"]["sw1"]["ok"]


def test_devices_of_the_same_name_are_told_apart():
    found = document(state(job(1, entity="sw"), job(2, entity="sw", data={"v": 2})))
    assert list(found["hosts"]) == ["sw (1)", "sw (2)"]
    assert found["data"] == {"sw (2)": {"v": 2}}


@pytest.mark.parametrize(("data", "shown"), [(None, None), ({"a": 1}, {"a": 1}), ([1], {"data": [1]})])
def test_data_of_any_kind(data, shown):
    assert document(state(job(1, "global", data=data)))["data"] == shown


def test_a_job_whose_worker_was_lost_has_the_devices_that_it_told_of():
    told = Collector(["a", "b", "c"])
    for name in ("a", "b"):
        told(HostStarted(name))
    told(StepStarted("b", "show"))
    told(HostFinished("a", ok=True, elapsed=1.0, error=None, steps={}))
    lost = job(1, "group", success=False)
    found = document(state(lost), told.snapshot())
    assert found["hosts"]["a"]["ok"]
    assert (found["hosts"]["b"]["error"]["code"], found["hosts"]["b"]["error"]["step"]) == (
        "not_finished",
        "show",
    )
    assert "c" not in found["hosts"]


def test_a_finished_submission_without_results_has_failed():
    found = document(state({**job(1), "result": None}))
    assert not found["success"]
    assert found["message"] == "the job has no result"
