from __future__ import annotations

import json

import pytest

from neops_dev_engine.errors import UnknownWorker
from neops_dev_engine.patience import Patience
from neops_dev_engine.records.cleanup import clean_up
from neops_dev_engine.records.jobs import claim_jobs
from neops_dev_engine.records.workers import delete_worker, get_worker, list_workers, ping, unregister
from neops_dev_engine.settings import Thresholds

SECOND = 1000
PATIENCE = Patience(
    Thresholds(
        worker_unreachable=10 * SECOND,
        worker_offline=30 * SECOND,
        worker_deleted=100 * SECOND,
        stuck_job=60 * SECOND,
    ),
    since=0,
)


def outcome(tx, job):
    row = tx.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone()
    return row["status"], row["result"] and json.loads(row["result"])["message"]


@pytest.fixture
def claimed(tx, new_job, worker):
    job = new_job()
    claim_jobs(tx, worker, ["p/a:1.0.0"], 1)
    return job


def test_the_jobs_of_a_worker_that_says_good_bye_are_failed(tx, worker, claimed):
    assert unregister(tx, worker) == 1
    assert outcome(tx, claimed) == (
        "pushed",
        "worker w1 unregistered before it delivered a result; the job was possibly executed",
    )
    assert PATIENCE.state(get_worker(tx, worker), tx.now) == "offline"


def test_a_ping_brings_an_offline_worker_back(tx, worker):
    unregister(tx, worker)
    ping(tx, worker)
    assert PATIENCE.state(get_worker(tx, worker), tx.now) == "online"


def test_the_jobs_of_a_deleted_worker_are_failed_and_it_is_unknown(tx, worker, claimed):
    assert delete_worker(tx, get_worker(tx, worker)) == 1
    assert outcome(tx, claimed) == ("pushed", "worker w1 was deleted; the job was possibly executed")
    for use in (ping, unregister, get_worker):
        with pytest.raises(UnknownWorker):
            use(tx, worker)
    assert list_workers(tx) == []
    assert [row["uuid"] for row in list_workers(tx, deleted=True)] == [worker]


@pytest.mark.parametrize(
    ("silent", "failed", "deleted"),
    [(30, False, False), (31, True, False), (130, True, False), (131, True, True)],
)
def test_the_check_gives_up_who_is_silent(tx, worker, claimed, silent, failed, deleted):
    tx.now += silent * SECOND
    done = clean_up(tx, PATIENCE)
    assert (done.failed_jobs, done.workers) == (int(failed), [worker] if deleted else [])
    message = f"worker w1 is offline, silent for {silent} s; the job was possibly executed"
    assert outcome(tx, claimed) == (("pushed", message) if failed else ("polled", None))


def test_the_check_fails_stuck_jobs_of_living_workers(tx, worker, claimed):
    tx.now += 61 * SECOND
    ping(tx, worker)
    done = clean_up(tx, PATIENCE)
    assert (done.failed_jobs, done.workers) == (1, [])
    assert outcome(tx, claimed) == (
        "pushed",
        "no result within 60 s after worker w1 took the job; the job was possibly executed",
    )


def test_the_check_leaves_waiting_jobs_alone(tx, worker, new_job):
    job = new_job()
    tx.now += 1000 * SECOND
    clean_up(tx, PATIENCE)
    assert outcome(tx, job) == ("pending", None)


def test_offline_workers_are_deleted_on_request(tx, worker):
    unregister(tx, worker)
    assert clean_up(tx, PATIENCE).workers == []
    assert clean_up(tx, PATIENCE, all_offline=True).workers == [worker]
