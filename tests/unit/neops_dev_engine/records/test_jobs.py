from __future__ import annotations

import itertools
import json

import pytest

from neops_dev_engine.errors import JobNotClaimed, ResultAlreadyThere, UnknownJob
from neops_dev_engine.records.jobs import Outcome, claim_jobs, fail_job, finish_job, release_jobs

DONE = Outcome(success=True, message="done")


def ids(claimed):
    return [job.id for job in claimed]


def test_the_oldest_jobs_of_all_the_blocks_come_first(tx, new_job, worker):
    a1, b1, a2, b2 = (new_job(f"p/{name}:1.0.0") for name in "abab")
    both = ["p/b:1.0.0", "p/a:1.0.0"]
    assert ids(claim_jobs(tx, worker, both, 3)) == [a1, b1, a2]
    assert ids(claim_jobs(tx, worker, both, 3)) == [b2]


@pytest.mark.parametrize(
    "served", [["p/a:1.0.1"], ["p/a:1.1.0"], ["p/a:2.0.0"], ["q/a:1.0.0"], ["p/b:1.0.0"], []]
)
def test_only_the_very_version_is_handed_out(tx, new_job, worker, served):
    new_job("p/a:1.0.0")
    assert claim_jobs(tx, worker, served, 10) == []


def test_no_more_than_the_limit_are_handed_out(tx, new_job, worker):
    for _ in range(5):
        new_job()
    assert len(claim_jobs(tx, worker, ["p/a:1.0.0"], 1)) == 1
    assert len(claim_jobs(tx, worker, ["p/a:1.0.0", "p/a:1.0.0"], 3)) == 3


def test_a_block_named_twice_gives_its_jobs_once(tx, new_job, worker):
    job = new_job()
    assert ids(claim_jobs(tx, worker, ["p/a:1.0.0", "p/a:1.0.0"], 9)) == [job]


def test_a_job_is_handed_out_as_the_api_says(tx, new_job, worker):
    job = new_job(
        context={"devices": [{"id": 5, "hostname": "über", "password": "hush"}]},
        parameters={"text": 'quo"te', "none": None},
        run_on="device",
        entity_id=5,
        type="rollback",
        step_label="s1",
        execution_id="e1",
        workflow_id="wf/chk:1.0.0",
        deadline_seconds=2.5,
    )
    [claimed] = claim_jobs(tx, worker, ["p/a:1.0.0"], 1)
    assert json.loads(claimed.text) == {
        "functionBlockId": "p/a:1.0.0",
        "jobId": job,
        "stepLabel": "s1",
        "type": "rollback",
        "runOn": "device",
        "entityId": 5,
        "workflowId": "wf/chk:1.0.0",
        "deadlineSeconds": 2.5,
        "parameters": {"text": 'quo"te', "none": None},
        "context": {
            "devices": [{"id": 5, "hostname": "über", "password": "hush"}],
            "deviceGroups": [],
            "interfaces": [],
        },
    }


def test_the_first_result_stays(tx, new_job, worker):
    job = new_job()
    claim_jobs(tx, worker, ["p/a:1.0.0"], 1)
    finish_job(tx, job, DONE)
    with pytest.raises(ResultAlreadyThere):
        finish_job(tx, job, Outcome(success=False, message="again"))
    row = tx.execute("SELECT * FROM jobs").fetchone()
    assert (row["status"], row["result_status"]) == ("pushed", "success")
    assert json.loads(row["result"]) == {"success": True, "message": "done"}


def test_a_result_after_the_engine_failed_the_job_is_too_late(tx, new_job, worker):
    job = new_job()
    claim_jobs(tx, worker, ["p/a:1.0.0"], 1)
    fail_job(tx, tx.execute("SELECT * FROM jobs").fetchone(), "given up")
    with pytest.raises(ResultAlreadyThere):
        finish_job(tx, job, DONE)


def test_a_result_for_what_nobody_was_told_to_run_is_refused(tx, new_job):
    with pytest.raises(JobNotClaimed):
        finish_job(tx, new_job(), DONE)
    with pytest.raises(UnknownJob):
        finish_job(tx, "nobody's", DONE)


def test_a_claim_that_was_not_heard_of_is_taken_back(tx, new_job, worker):
    first, second = new_job(), new_job()
    claimed = ids(claim_jobs(tx, worker, ["p/a:1.0.0"], 1))
    release_jobs(tx, worker, claimed)
    assert ids(claim_jobs(tx, worker, ["p/a:1.0.0"], 2)) == [first, second]


def test_only_claims_of_the_worker_itself_are_taken_back(tx, new_job, worker):
    job = new_job()
    claim_jobs(tx, worker, ["p/a:1.0.0"], 1)
    release_jobs(tx, "other", [job])
    assert claim_jobs(tx, worker, ["p/a:1.0.0"], 1) == []
    finish_job(tx, job, DONE)
    release_jobs(tx, worker, [job])
    assert claim_jobs(tx, worker, ["p/a:1.0.0"], 1) == []


def test_whoever_waits_for_a_job_is_told(tx, new_job, worker):
    job = new_job(submission_id=None, execution_id="e1")
    assert tx.topics == {"claimable:p/a:1.0.0"}
    tx.topics.clear()
    claim_jobs(tx, worker, ["p/a:1.0.0"], 1)
    assert tx.topics == {f"job:{job}", "execution:e1"}
    tx.topics.clear()
    finish_job(tx, job, DONE)
    assert tx.topics == {f"job:{job}", "execution:e1", "executions"}


def test_jobs_that_nobody_takes_do_not_slow_a_claim(tx, new_job, worker):
    """The plan reads no more of the jobs that wait than it hands out."""
    for _ in range(3):
        new_job("p/b:1.0.0")
    few = steps(tx, lambda: claim_jobs(tx, worker, ["p/a:1.0.0"], 1))
    for _ in range(300):
        new_job("p/b:1.0.0")
    assert steps(tx, lambda: claim_jobs(tx, worker, ["p/a:1.0.0"], 1)) == few


def steps(tx, work):
    """How many instructions of SQLite's machine the work takes."""
    taken = itertools.count()
    tx._connection.set_progress_handler(lambda: next(taken) and None, 1)
    work()
    tx._connection.set_progress_handler(None, 0)
    return next(taken)
