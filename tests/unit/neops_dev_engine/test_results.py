from __future__ import annotations

import json

import pytest

from neops_dev_engine.records.entities import get_entity, list_entities, put_entity
from neops_dev_engine.records.jobs import Outcome, claim_jobs
from neops_dev_engine.records.submissions import Submission, create_submission
from neops_dev_engine.records.workers import register_worker
from neops_dev_engine.results import take_result

PATCH = {"operation": "patch", "entity": "device", "id": 1, "path": "vendor", "value": "new"}
CREATE = {
    "operation": "create",
    "entity": "device",
    "id": 20_000_000,
    "data": {"id": 20_000_000, "hostname": "found"},
    "skipIfIdentifierExists": False,
}


@pytest.fixture
def run(tx):
    """A job of a submission with these devices, and a result with these updates."""

    def run(devices, updates, *, success=True, job_type="execute"):
        submission = Submission(
            block_id="p/a:1.0.0",
            parameters={},
            parameters_shown=None,
            context={"devices": devices},
            type=job_type,
            run_on="global",
            entity_ids=None,
            deadline_seconds=None,
        )
        [job] = create_submission(tx, submission)["jobs"]
        claim_jobs(tx, register_worker(tx, "1", None, None)["uuid"], ["p/a:1.0.0"], 1)
        take_result(tx, job["jobId"], Outcome(success=success, message="", updates=updates))
        return job["jobId"]

    return run


def sw1(**fields):
    return {"id": 1, "hostname": "sw1", **fields}


def vendor(tx):
    return get_entity(tx, "device", 1).get("vendor")


def test_an_entity_of_the_inventory_is_changed(tx, run):
    put_entity(tx, "device", sw1(vendor="old"))
    run([sw1()], [PATCH])
    assert vendor(tx) == "new"


@pytest.mark.parametrize(
    ("devices", "fields"),
    [
        ([{"id": 1, "hostname": "another"}], {}),
        ([{"id": 2, "hostname": "sw1"}], {}),
        ([], {}),
        ([{"id": 1, "hostname": "sw1"}], {"success": False}),
        ([{"id": 1, "hostname": "sw1"}], {"job_type": "rollback"}),
    ],
)
def test_what_only_looks_like_it_is_not(tx, run, devices, fields):
    put_entity(tx, "device", sw1(vendor="old"))
    run(devices, [PATCH], **fields)
    assert vendor(tx) == "old"


def test_new_entities_are_created_by_who_works_on_the_inventory(tx, run):
    put_entity(tx, "device", sw1())
    run([{"id": 1, "hostname": "a stranger"}], [CREATE])
    assert [device["hostname"] for device in list_entities(tx, "device")] == ["sw1"]
    run([], [CREATE])
    assert [device["hostname"] for device in list_entities(tx, "device")] == ["sw1", "found"]


def test_updates_that_cannot_be_applied_change_nothing_and_are_told(tx, run):
    put_entity(tx, "device", sw1(vendor="old"))
    wrong = {
        "operation": "create",
        "entity": "interface",
        "id": 3,
        "data": {"device": {"hostname": "nobody"}},
    }
    job = run([sw1()], [PATCH, wrong])
    assert vendor(tx) == "old"
    row = tx.execute("SELECT status, result_status FROM jobs WHERE id = ?", (job,)).fetchone()
    assert tuple(row) == ("pushed", "success")
    [event] = tx.execute("SELECT kind, body FROM events").fetchall()
    said = json.loads(event["body"])
    assert (event["kind"], said["level"]) == ("log", "warning")
    assert said["text"].startswith("the inventory was not changed: ")


def test_a_password_that_a_job_found_is_in_the_inventory_only(tx, run):
    put_entity(tx, "device", sw1(password="old"))
    run([sw1(password="old")], [PATCH | {"path": "password", "value": "fresh hush"}])
    assert get_entity(tx, "device", 1)["password"] == "fresh hush"
    for row in tx.execute("SELECT * FROM jobs"):
        assert "hush" not in str(tuple(row))
    assert "old" not in tx.execute("SELECT body FROM contexts").fetchone()[0]
