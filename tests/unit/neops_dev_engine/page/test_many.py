"""Pages stay small and quick, however much there is."""

from __future__ import annotations

import pytest

from lab.engine_api import poll, register_block, register_worker, result_body, submit

AT = "2026-01-01T00:00:00.000Z"
DEVICES, LINES = 500, 5000


@pytest.fixture
def crowded(browser, api):
    """An engine with 200 workers, 2000 waiting jobs, and a running one with 500 devices and 5000 log lines."""
    for number in range(200):
        register_worker(api, f"w{number}")
    worker = register_worker(api, "busy")
    block = register_block(api, worker, runOn="device")
    devices = [{"id": number, "hostname": f"d{number}"} for number in range(1, 2001)]
    other = register_block(api, worker, "group", runOn="group")
    group = {"id": 1, "name": "all"}
    (job,) = submit(api, other, context={"devices": devices[:DEVICES], "deviceGroups": [group]})["jobs"]
    poll(api, worker, other)
    submission = submit(api, block, context={"devices": devices})["submissionId"]
    events = []
    for number in range(1, DEVICES + 1):
        events.append({"kind": "host_started", "host": f"d{number}"})
        events += [
            {
                "kind": "step_finished",
                "host": f"d{number}",
                "step": f"s{k}",
                "ok": True,
                "elapsed": 0.1,
                "attempts": 1,
            }
            for k in range(3)
        ]
        events += [
            {"kind": "log", "level": "info", "text": f"line {k}", "context": {"device": f"d{number}"}}
            for k in range(LINES // DEVICES)
        ]
        if number > 20:
            events.append(
                {
                    "kind": "host_finished",
                    "host": f"d{number}",
                    "ok": number != 500,
                    "elapsed": 1.0,
                    "error": None,
                }
            )
    for start in range(0, len(events), 1000):
        batch = [{"jobId": job["jobId"], "at": AT, **event} for event in events[start : start + 1000]]
        api.post("/dev/events", json={"workerId": worker, "events": batch}).raise_for_status()
    return job["jobId"], submission


def test_pages_are_bounded(browser, api, crowded):
    job, submission = crowded
    page = browser.get("/ui")
    assert len(page.all("tr")) == 201 + 20 + 2
    assert "2,000 waiting" in page.one("a", class_="tile", href="/ui/jobs?state=waiting").text
    assert len(browser.get("/ui/jobs").all("tr")) == 51
    assert len(browser.get(f"/ui/submissions/{submission}").all("tr")) == 101
    page = browser.get(f"/ui/jobs/{job}")
    assert len(page.all("details", class_="device")) == 100
    assert len(page.all("div", class_="entry")) == 200
    assert "Page 1 of 5, 500 devices" in page.main
    assert [
        tab.text
        for tab in page.one("nav", **{"aria-label": "Devices by state"}) and page.all("a")
        if "#devices" in (tab["href"] or "")
    ][:4] == [
        "All 500",
        "Failed 1",
        "Running 20",
        "Done 479",
    ]
    assert page.all("details", class_="device")[0]["id"] == "device-d500"
    last = browser.get(f"/ui/jobs/{job}?page=5")
    assert len(last.all("details", class_="device")) == 100
    assert len(browser.get(f"/ui/jobs/{job}?state=running").all("details", class_="device")) == 20
    assert len(browser.get(f"/ui/jobs/{job}?name=D49").all("details", class_="device")) == 11
    assert len(browser.get(f"/ui/jobs/{job}?device=d7").all("div", class_="entry")) == 10
    body = result_body(job, data=None)
    hosts = {
        f"d{number}": {"ok": True, "elapsed": 1.0, "steps": {f"s{k}": {"ok": True} for k in range(3)}}
        for number in range(1, 501)
    }
    api.post("/blackboard/job/result", json=body | {"report": {"hosts": hosts}}).raise_for_status()
    page = browser.get(f"/ui/jobs/{job}")
    assert len(page.all("details", class_="device")) == 100
    assert "500 devices" in page.main
