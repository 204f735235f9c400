"""Devices and steps, as events and reports tell of them."""

from __future__ import annotations

import pytest

from neops_dev_engine.page.progress import (
    Device,
    Fault,
    Progress,
    ProgressCache,
    fault_in,
    finished_device,
    reported_devices,
)
from neops_dev_engine.records.contexts import add_context
from neops_dev_engine.records.events import NewEvent, add_events
from neops_dev_engine.records.jobs import NewJob, create_job

ERROR = {"code": "timeout", "message": "no prompt", "step": "show", "where": "a.yaml:3:5", "hint": "wait"}


def taken(*events):
    progress = Progress()
    for kind, at, body in events:
        progress.take(kind, at, body)
    return progress


def test_a_device_is_followed_from_its_start_to_its_end():
    progress = taken(
        ("host_started", 1000, {"host": "sw1"}),
        ("step_started", 1000, {"host": "sw1", "step": "show", "attempt": 1}),
        ("step_started", 2000, {"host": "sw1", "step": "show", "attempt": 2}),
    )
    device = progress.devices["sw1"]
    assert (device.state, device.began, device.step.name, device.step.attempts, device.done) == (
        "running",
        1000,
        "show",
        2,
        0,
    )
    finished = {
        "host": "sw1",
        "step": "show",
        "stepKind": "command",
        "ok": True,
        "elapsed": 1.5,
        "attempts": 2,
    }
    progress.take("step_finished", 3000, finished)
    step = progress.devices["sw1"].steps["show"]
    assert (step.state, step.kind, step.elapsed, step.attempts) == ("ok", "command", 1500, 2)
    progress.take(
        "host_finished", 4000, {"host": "sw1", "ok": True, "elapsed": 2.0, "error": None, "steps": {}}
    )
    assert progress.devices["sw1"].state == "ok"
    assert progress.devices["sw1"].elapsed == 2000


def test_a_device_that_fails_says_why():
    progress = taken(
        ("host_finished", 1, {"host": "sw1", "ok": False, "elapsed": 1, "error": ERROR, "steps": {}})
    )
    device = progress.devices["sw1"]
    assert device.state == "failed"
    assert device.fault == Fault(
        code="timeout", message="no prompt", step="show", where="a.yaml:3:5", hint="wait"
    )


def test_steps_of_no_device_are_the_jobs():
    progress = taken(
        ("step_started", 1, {"host": None, "step": "total"}),
        ("step_finished", 2, {"host": None, "step": "total", "ok": False, "skipped": True, "elapsed": 0.1}),
    )
    assert not progress.devices
    assert progress.steps["total"].state == "skipped"


def test_a_step_that_never_ended_is_not_known_to_be_running_when_its_device_has():
    progress = taken(
        ("step_started", 1, {"host": "sw1", "step": "show"}),
        ("host_finished", 2, {"host": "sw1", "ok": False, "error": ERROR}),
    )
    assert progress.devices["sw1"].steps["show"].state == "unknown"


def test_a_report_adds_to_what_events_told():
    before = taken(
        ("step_finished", 1, {"host": "sw1", "step": "a", "stepKind": "set", "ok": True, "elapsed": 1})
    ).devices["sw1"]
    said = {
        "ok": True,
        "elapsed": 3,
        "steps": {"a": {"ok": True, "elapsed": 1, "attempts": 1}, "b": {"skipped": True}},
    }
    device = finished_device(before, said)
    assert [(step.name, step.kind, step.state) for step in device.steps.values()] == [
        ("a", "set", "ok"),
        ("b", None, "skipped"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"host": 5, "step": ["a"]},
        {"host": {"a": 1}, "step": None},
        {"host": "sw1", "step": "s", "elapsed": "long", "attempts": -1, "error": [1], "attempt": 1e99},
        {"host": "sw1", "ok": "yes", "steps": [1], "elapsed": None},
        {"host": "sw1", "ok": True, "steps": {"a": 1, "b": {"ok": None, "elapsed": True}}},
    ],
)
@pytest.mark.parametrize("kind", ["host_started", "step_started", "step_finished", "host_finished", "odd"])
def test_events_of_any_form_are_survived(kind, body):
    progress = taken((kind, None, body))
    assert all(isinstance(device, Device) for device in progress.devices.values())


@pytest.mark.parametrize(
    ("report", "names"),
    [
        ({"hosts": {"a": {}, "b": 5}}, ["a"]),
        ({"hosts": [1]}, []),
        ({"hosts": None}, []),
        ({}, []),
        ([], []),
        (None, []),
    ],
)
def test_reports_of_any_form_are_survived(report, names):
    assert list(reported_devices(report)) == names


def test_an_error_may_be_a_text():
    assert fault_in("broken") == Fault(message="broken")
    assert fault_in(None) is None
    assert fault_in({"code": 5}) == Fault()


def test_the_cache_goes_on_where_it_was(tx):
    jobs = [
        create_job(tx, NewJob(block_id="a/b:1.0.0", context_id=add_context(tx, {}), parameters={}))
        for _ in range(40)
    ]
    cache = ProgressCache()

    def told(job, host):
        add_events(tx, [NewEvent(job, "2026-01-01T00:00:00Z", "host_started", {"host": host})])

    told(jobs[0], "sw1")
    assert list(cache.of(tx, 1).devices) == ["sw1"]
    told(jobs[0], "sw2")
    told(jobs[1], "sw9")
    assert list(cache.of(tx, 1).devices) == ["sw1", "sw2"]
    for number in range(2, 41):
        cache.of(tx, number)
    assert list(cache.of(tx, 1).devices) == ["sw1", "sw2"]
