from __future__ import annotations

import logging

import pytest

from neops_blocks.cli.engine_answers import Event, Feed, SubmissionState
from neops_blocks.cli.picture import LOGGER, Picture

AUTH = {"code": "auth_failed", "message": "the login\nwas not accepted"}


@pytest.fixture
def finished():
    return []


@pytest.fixture
def rows(finished):
    """A picture of two jobs that are a device each."""
    return Picture({"j1": "sw1", "j2": "sw2"}, ["sw1", "sw2"], finished.append)


def event(kind, job="j1", **fields):
    return Event.model_validate({"jobId": job, "kind": kind, **fields})


def states(*jobs):
    return SubmissionState.model_validate(
        {
            "submissionId": "s",
            "functionBlockId": "p/b:1.0.0",
            "finished": False,
            "jobs": [
                {
                    "jobId": f"j{number}",
                    "status": status,
                    "createdAt": "2026-01-01T00:00:00Z",
                    "result": {"success": True, "message": "fine"} if status == "pushed" else None,
                }
                for number, status in enumerate(jobs, 1)
            ],
        }
    )


def hosts(picture):
    return {
        record.name: "done" if record.finished else "at work" if record.started else "waiting"
        for record in picture.collector.snapshot()
    }


def test_states_alone_show_who_is_at_work_and_who_is_done(rows, finished):
    rows.take_state(states("pushed", "pending"))
    assert hosts(rows) == {"sw1": "done", "sw2": "waiting"}
    rows.take_state(states("pushed", "polled"))
    assert hosts(rows) == {"sw1": "done", "sw2": "at work"}
    rows.take_state(states("pushed", "pushed"))
    assert [host.host for host in finished] == ["sw1", "sw2"]


def test_the_end_of_a_device_job_is_its_result(rows, finished):
    rows.take(event("step_started", host="other", step="show"))
    assert hosts(rows) == {"sw1": "at work", "sw2": "waiting"}
    assert rows.collector.snapshot()[0].step == "show"
    rows.take(event("host_finished", host="other", ok=True))
    assert (finished, rows.is_stale) == ([], True)
    rows.take_state(states("pushed", "pending"))
    assert ([host.host for host in finished], rows.is_stale) == (["sw1"], False)


def test_what_is_told_twice_is_taken_once(finished):
    group = Picture({}, ["a"], finished.append)
    for _ in range(2):
        group.take(event("host_started", host="a"))
        group.take(event("step_finished", host="a", step="s", error=AUTH, ok=False))
        group.take(event("host_finished", host="a", ok=False, error=AUTH, elapsed=1.5))
    assert [(host.host, host.ok, host.error["code"]) for host in finished] == [("a", False, "auth_failed")]


def test_a_step_of_the_whole_block_is_shown():
    group = Picture({}, [])
    group.take(event("step_started", host=None, step="total"))
    assert group.collector.block_step == "total"


@pytest.fixture
def logged(monkeypatch):
    """The lines of jobs that a person without -v sees."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    monkeypatch.setattr(LOGGER, "level", logging.WARNING)
    LOGGER.manager._clear_cache()
    LOGGER.addHandler(handler)
    yield records
    LOGGER.removeHandler(handler)
    LOGGER.manager._clear_cache()


def test_lines_of_jobs_are_logged_without_what_the_result_says_anyway(rows, logged):
    rows.take(event("step_finished", host="sw1", step="show", ok=False, error=AUTH))
    context = {"device": "sw1", "class": "Software", "block": "p/b:1.0.0"}
    for level, text in (
        ("warning", "sw1: auth_failed: the login was not accepted (step 'show')"),
        ("info", "started"),
        ("warning", "low on \x1b[2Jmemory"),
        ("odd", "of no level"),
    ):
        rows.take(event("log", level=level, text=text, context=context))
    assert [(record.levelname, record.getMessage(), record.neops) for record in logged] == [
        ("WARNING", "low on \\x1b[2Jmemory", {"device": "sw1"})
    ]


def test_events_that_are_none_cost_only_themselves():
    good = {"jobId": "j1", "kind": "log", "text": "fine"}
    odd = [
        None,
        1,
        {},
        {"jobId": "j1"},
        {**good, "text": 5},
        {**good, "error": {"message": "without a code"}},
    ]
    feed = Feed.model_validate({"events": [*odd, good], "last": 7, "finished": False})
    assert [item.text for item in feed.events] == ["fine"]
