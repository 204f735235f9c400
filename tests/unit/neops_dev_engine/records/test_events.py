from __future__ import annotations

import json

from neops_dev_engine.records.events import NewEvent, add_events, events_of_job, events_of_submission
from neops_dev_engine.storage import topics


def event(job, text, **fields):
    return NewEvent(job, "2026-01-01T00:00:00.000Z", "log", {"text": text, **fields})


def texts(events):
    return [json.loads(found.text)["text"] for found in events]


def test_events_are_kept_in_order_and_read_after_a_number(tx, new_job):
    job = new_job()
    add_events(tx, [event(job, "one"), event(job, "two")])
    add_events(tx, [event(job, "three")])
    found = events_of_job(tx, job, 0, 10)
    assert texts(found) == ["one", "two", "three"]
    assert texts(events_of_job(tx, job, found[0].seq, 10)) == ["two", "three"]
    assert texts(events_of_job(tx, job, 0, 2)) == ["one", "two"]


def test_an_event_has_its_job_its_number_and_what_it_told(tx, new_job):
    job = new_job()
    add_events(
        tx, [NewEvent(job, "then", "step_started", {"host": None, "step": "s"}), NewEvent(job, "t", "x", {})]
    )
    first, second = (json.loads(found.text) for found in events_of_job(tx, job, 0, 10))
    assert first == {"seq": 1, "jobId": job, "at": "then", "kind": "step_started", "host": None, "step": "s"}
    assert second == {"seq": 2, "jobId": job, "at": "t", "kind": "x"}


def test_events_of_unknown_jobs_are_dropped(tx, new_job):
    job = new_job()
    add_events(tx, [event("nobody's", "lost"), event(job, "kept")])
    assert texts(events_of_job(tx, job, 0, 10)) == ["kept"]


def test_a_submission_has_the_events_of_all_its_jobs(tx, new_job):
    mine, other = [new_job(submission_id="s1") for _ in range(2)], new_job(submission_id="s2")
    tx.topics.clear()
    add_events(tx, [event(mine[1], "b"), event(other, "x"), event(mine[0], "a")])
    assert texts(events_of_submission(tx, "s1", 0, 10)) == ["b", "a"]
    assert tx.topics >= {topics.submission("s1"), topics.submission("s2"), topics.job(other)}
