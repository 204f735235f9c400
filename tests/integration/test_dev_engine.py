"""The development engine as its callers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.engine_api import job, poll, push, register_block, register_worker, submit

if TYPE_CHECKING:
    from lab.engine_fixtures import DevEngine


def test_a_job_travels_from_its_submission_to_its_result(dev_engine: DevEngine) -> None:
    with dev_engine.client() as http:
        worker = register_worker(http)
        block = register_block(http, worker)
        submission = submit(http, block)
        [claimed] = poll(http, worker, block)
        assert claimed["jobId"] == submission["jobs"][0]["jobId"]
        assert push(http, claimed["jobId"]) == 201
        found = job(http, claimed["jobId"])
        assert (found["status"], found["resultStatus"]) == ("pushed", "success")


def test_what_was_accepted_is_there_after_a_kill(dev_engine: DevEngine) -> None:
    with dev_engine.client() as http:
        worker = register_worker(http)
        block = register_block(http, worker)
        submission = submit(http, block)
    dev_engine.kill()
    dev_engine.restart()
    with dev_engine.client() as http:
        [claimed] = poll(http, worker, block)
        assert claimed["jobId"] == submission["jobs"][0]["jobId"]
    assert dev_engine.stop() == 0
