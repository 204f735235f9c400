"""What the pages show, from a real engine over HTTP."""

from __future__ import annotations

import re

import pytest

from lab.engine_api import poll, push, register_block, register_worker, result_body, submit
from lab.workflow_documents import step, workflow

DEVICES = [{"id": number, "hostname": f"sw{number}", "ip": f"192.0.2.{number}"} for number in (1, 2, 3)]
ERROR = {
    "code": "auth_failed",
    "message": "refused",
    "step": "show",
    "where": "a.yaml:24:5",
    "hint": "look at it",
}
AT = "2026-01-01T00:00:00.000Z"


def finished(api, *, success=True, message="done", block="b", **fields):
    """A job that a worker ran; its id."""
    worker = register_worker(api)
    identifier = register_block(api, worker, block)
    (job,) = submit(api, identifier)["jobs"]
    poll(api, worker, identifier)
    body = result_body(job["jobId"], message, success=success)
    body["result"] |= fields.pop("result", {})
    assert api.post("/blackboard/job/result", json=body | fields).status_code == 201
    return job["jobId"]


def told(api, worker, job, *events):
    body = {"workerId": worker, "events": [{"jobId": job, "at": AT, **event} for event in events]}
    assert api.post("/dev/events", json=body).status_code == 201


@pytest.fixture
def running(api):
    """A worker, its block, and a job of it that runs on a group of three devices."""
    worker = register_worker(api, "w1")
    block = register_block(api, worker, "check", runOn="group")
    group = {"id": 1, "name": "access"}
    submitted = submit(api, block, context={"devices": DEVICES, "deviceGroups": [group]})
    poll(api, worker, block)
    return worker, block, submitted["jobs"][0]["jobId"]


def test_an_empty_engine_says_what_to_do_next(browser):
    page = browser.get("/ui")
    command = f"neops-blocks worker --engine {browser.client.base_url}".rstrip("/")
    assert command in page.main
    assert [tile.text for tile in page.all("span", class_="count")] == ["0", "0", "0", "0"]
    for path in ("/ui/blocks", "/ui/jobs", "/ui/workflows"):
        assert re.search(r"No \w+ yet", browser.get(path).main)


def test_the_overview_shows_workers_and_jobs(browser, api, running):
    worker, _, job = running
    api.post(f"/workers/{register_worker(api, 'gone')}/unregister")
    finished(api, success=False, message="nothing worked")
    page = browser.get("/ui")
    tiles = [tile.text for tile in page.all("a", class_="tile")]
    assert tiles == ["0 waiting", "1 running", "1 failed", "0 succeeded"]
    row = page.one("tr", id=f"worker-{worker}")
    assert "w1" in row.text
    assert "online" in row.text
    assert "check 1.0.0 on access for" in row.text
    assert "nothing worked" in page.main
    assert "1 worker offline" in page.main
    assert page.all("a", href=f"/ui/jobs/{job}")
    assert page.one("div", id="live")["data-live"] == "yes"


def test_jobs_that_nobody_serves_are_pointed_out(browser, api):
    block = register_block(api)
    submitted = submit(api, block)
    assert "1 job waits for a block that no worker serves" in browser.get("/ui").main
    page = browser.get(f"/ui/jobs/{submitted['jobs'][0]['jobId']}")
    assert "No worker that is online serves this block" in page.main
    assert "It waits until a worker serves it" in browser.get("/ui/blocks/fb.t.io/b/1.0.0").main


def test_a_finished_job_tells_its_message_times_data_and_updates(browser, api):
    job = finished(
        api,
        message="all is well",
        result={
            "data": {"release": "17.3", "config": "line\n" * 50},
            "dbUpdates": {
                "updates": [
                    {"operation": "patch", "entity": "device", "id": 5, "path": "facts", "value": {"a": 1}}
                ]
            },
        },
    )
    page = browser.get(f"/ui/jobs/{job}")
    assert page.one("div", class_="verdict").text == "all is well"
    assert "succeeded" in page.one("h1").text
    assert len(page.all("time", datetime=re.search(r"Queued (\S+Z)", page.main)[1])) >= 1
    for word in (
        "Waiting",
        "Running",
        "Total",
        "Claimed",
        "Finished",
        "17.3",
        "text, 51 lines",
        "patch device 5 facts 1 entry a 1",
    ):
        assert word in page.main
    assert all(element["datetime"] for element in page.all("time"))


def test_a_failed_job_shows_devices_steps_and_what_to_do(browser, api):
    hosts = {
        "sw1": {
            "ok": True,
            "elapsed": 2.0,
            "error": None,
            "steps": {"show": {"ok": True, "elapsed": 1.9, "attempts": 1}},
        },
        "sw2": {
            "ok": False,
            "elapsed": 1.0,
            "error": ERROR,
            "steps": {"show": {"ok": False, "elapsed": 1.0, "attempts": 3}},
        },
    }
    report = {
        "elapsed": 2.1,
        "hosts": hosts,
        "warnings": ["a field was left out"],
        "blocking": [{"text": "blocking code held the event loop for 1.20 s: a.py:3", "seconds": 1.2}],
        "failure": "DeadlineExceeded",
    }
    page = browser.get(
        f"/ui/jobs/{finished(api, success=False, message='1 of 2 devices failed', report=report)}"
    )
    failed, done = page.all("details", class_="device")
    assert (failed["id"], "open" in failed, done["id"], "open" in done) == (
        "device-sw2",
        True,
        "device-sw1",
        False,
    )
    for word in (
        "failed",
        "auth_failed",
        "refused",
        "in step show",
        "a.yaml:24:5",
        "What to do: look at it",
        "1.0 s",
    ):
        assert word in failed.text
    assert "3" in failed.text.split("Took")[1]
    assert "ok" in done.text
    for word in ("held the event loop", "a field was left out", "DeadlineExceeded"):
        assert word in page.main


def test_a_running_job_shows_how_far_each_device_is(browser, api, running):
    worker, _, job = running
    told(
        api,
        worker,
        job,
        {"kind": "host_started", "host": "sw1"},
        {"kind": "host_started", "host": "sw2"},
        {"kind": "step_started", "host": "sw2", "step": "show", "attempt": 2},
        {"kind": "host_finished", "host": "sw1", "ok": True, "elapsed": 1.0, "error": None, "steps": {}},
        {
            "kind": "step_finished",
            "host": None,
            "step": "sum",
            "stepKind": "set",
            "ok": True,
            "elapsed": 0.1,
            "attempts": 1,
        },
        {"kind": "log", "level": "warning", "text": "slow", "context": {"device": "sw2", "step": "show"}},
    )
    page = browser.get(f"/ui/jobs/{job}")
    assert [(each["id"], each.text.split()[0]) for each in page.all("details", class_="device")] == [
        ("device-sw2", "running"),
        ("device-sw3", "waiting"),
        ("device-sw1", "done"),
    ]
    assert "at show attempt 2" in page.main
    assert "Steps of the whole job" in page.main
    entry = page.one("div", class_="entry")
    assert entry.text == "00:00:00.000 warning sw2 show slow"
    assert page.one("div", id="live")["data-live"] == "yes"


def test_devices_that_nobody_spoke_of_at_the_end_are_not_called_done(browser, api, running):
    worker, _, job = running
    told(api, worker, job, {"kind": "host_started", "host": "sw1"})
    api.post(f"/workers/{worker}/unregister")
    page = browser.get(f"/ui/jobs/{job}")
    assert page.one("details", class_="device").text.startswith("unknown sw1")
    assert "possibly executed" in page.one("div", class_="verdict").text


def test_the_changing_part_is_sent_alone_and_only_when_it_changed(browser, api, running):
    worker, _, job = running
    whole = browser.get(f"/ui/jobs/{job}")
    mark = whole.one("div", id="live")["data-mark"]
    assert whole.answer.headers["etag"] == mark
    part = {"neops-part": "live", "if-none-match": mark}
    assert api.get(f"/ui/jobs/{job}", headers=part).status_code == 304
    told(api, worker, job, {"kind": "log", "level": "info", "text": "news"})
    changed = api.get(f"/ui/jobs/{job}", headers=part)
    assert changed.status_code == 200
    assert "news" in changed.text
    assert "<html" not in changed.text
    assert changed.headers["neops-live"] == "yes"


def test_without_scripts_live_pages_reload_themselves(browser, api):
    assert '<noscript><meta http-equiv="refresh"' in browser.get("/ui").answer.text


def test_jobs_are_filtered_by_state_block_and_worker(browser, api):
    good, bad = finished(api, block="good"), finished(api, block="bad", success=False)
    worker = api.get(f"/dev/jobs/{bad}").json()["workerId"]
    both = {good, bad}

    def shown(query):
        links = [link["href"] for link in browser.get(f"/ui/jobs{query}").all("a", class_="name")]
        return {link.rpartition("/")[2] for link in links}

    assert shown("") == both
    assert shown("?state=failed") == {bad}
    assert shown("?state=succeeded&block=") == {good}
    assert shown("?block=fb.t.io/good:1.0.0") == {good}
    assert shown("?block=fb.t.io/bad") == {bad}
    assert shown(f"?worker={worker}") == {bad}
    assert shown("?state=nonsense") == both
    assert "There is none with this state" in browser.get("/ui/jobs?state=waiting").main


def test_jobs_are_paged_in_both_directions(browser, api):
    block = register_block(api)
    ids = [submit(api, block)["jobs"][0]["jobId"] for _ in range(120)][::-1]

    def shown(path):
        page = browser.get(path)
        links = {link["rel"]: link["href"] for link in page.all("a") if link["rel"]}
        return [
            row.rpartition("/")[2] for row in (link["href"] for link in page.all("a", class_="name"))
        ], links

    first, links = shown("/ui/jobs")
    assert (first, set(links)) == (ids[:50], {"next"})
    second, links = shown(links["next"])
    assert (second, set(links)) == (ids[50:100], {"prev", "next"})
    third, last_links = shown(links["next"])
    assert (third, set(last_links)) == (ids[100:], {"prev"})
    assert shown(last_links["prev"])[0] == ids[50:100]
    assert shown(links["prev"])[0] == ids[:50]


def test_a_submission_of_one_job_is_that_job(browser, api):
    submitted = submit(api, register_block(api))
    answer = api.get(f"/ui/submissions/{submitted['submissionId']}", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/ui/jobs/{submitted['jobs'][0]['jobId']}",
    )


def test_a_submission_of_many_jobs_shows_how_far_they_are(browser, api):
    worker = register_worker(api)
    block = register_block(api, worker, runOn="device")
    submitted = submit(api, block, context={"devices": DEVICES})
    jobs = [poll(api, worker, block)[0]["jobId"] for _ in range(2)]
    push(api, jobs[0])
    push(api, jobs[1], "no answer", success=False)
    path = f"/ui/submissions/{submitted['submissionId']}"
    page = browser.get(path)
    assert "2 of 3 jobs done, 1 failed" in page.main
    assert [row.text.split()[0:2] for row in page.all("tr") if row["id"]] == [
        ["failed", "sw2"],
        ["succeeded", "sw1"],
        ["waiting", "sw3"],
    ]
    assert [row.text.split()[1] for row in browser.get(f"{path}?state=waiting").all("tr") if row["id"]] == [
        "sw3"
    ]
    push(api, poll(api, worker, block)[0]["jobId"])
    page = browser.get(path)
    assert "1 job failed" in page.one("h1").text
    assert page.one("div", id="live")["data-live"] == "no"


def test_blocks_are_listed_by_their_newest_version(browser, api):
    worker = register_worker(api)
    register_block(api, worker, "check")
    register_block(api, None, "check", minorVersion=2, deprecated=True, description="Newer.")
    page = browser.get("/ui/blocks")
    (line,) = page.all("li", id="block-fb.t.io/check:1.2.0")
    for word in ("1.2.0", "Newer.", "deprecated", "no worker online", "Earlier: 1.0.0"):
        assert word in line.text


def test_a_block_shows_what_it_is_and_who_serves_it(browser, api):
    parameters = {
        "type": "object",
        "properties": {"vlan": {"type": "integer", "minimum": 2, "description": "Which."}},
        "required": ["vlan"],
    }
    results = {"type": "object", "properties": {"done": {"type": "boolean"}}}
    register_block(
        api,
        register_worker(api, "w1"),
        isPure=True,
        isIdempotent=True,
        reversible=True,
        markdownHelpText="Do *this*.\n<b>Then that.</b>",
        parameterJsonSchema=parameters,
        resultDataJsonSchema=results,
    )
    page = browser.get("/ui/blocks/fb.t.io/b/1.0.0")
    flags = [tag.text for tag in page.one("p", class_="flags").parent and page.all("span", class_="tag")]
    assert flags[:5] == ["execute", "runs on global", "pure", "idempotent", "reversible"]
    for word in (
        "vlan whole number, at least 2 required Which.",
        "done yes or no",
        "Do *this*.",
        "<b>Then that.</b>",
        "w1",
        "1 online",
    ):
        assert word in page.main


def test_a_worker_has_a_page_also_when_it_is_deleted(browser, api, running):
    worker, block, _ = running
    page = browser.get(f"/ui/workers/{worker}")
    for word in ("w1", "online", block, "check 1.0.0"):
        assert word in page.main
    api.delete(f"/workers/{worker}")
    assert "deleted" in browser.get(f"/ui/workers/{worker}").one("h1").text


def test_workflows_and_executions_show_steps_jobs_and_transitions(browser, api):
    worker = register_worker(api)
    for name in ("look", "change"):
        register_block(api, worker, name, package="fb.example.com")
    schema = {"type": "object", "properties": {"token": {"type": "string", "writeOnly": True}}}
    document = workflow(
        step("look"), step("change"), seed="global", parameterSchema=schema, description="Change it."
    )
    api.post("/workflow-definition/publish", json={"workflow": document}).raise_for_status()
    assert "Change it." in browser.get("/ui/workflows").main
    page = browser.get("/ui/workflows/wf.example.com/chk/1.0.0")
    for word in ("look", "fb.example.com/change:1", "token text secret", "None yet."):
        assert word in page.main
    body = {"workflow": "wf.example.com/chk", "executeOnParameters": {}, "parameters": {"token": "geheim"}}
    execution = api.post("/workflow-execution", json=body).json()["uuid"]
    for success in (True, True, True, False):
        (job,) = poll(api, worker, "fb.example.com/look:1.0.0", "fb.example.com/change:1.0.0", waitSeconds=10)
        push(api, job["jobId"], "no BGP" if not success else "fine", success=success)
    api.get(f"/dev/executions/{execution}", params={"wait": 20}).raise_for_status()
    page = browser.get(f"/ui/executions/{execution}")
    for word in ("failed", "no BGP", "look", "change", "What happened", "failed_unsafe_ack"):
        assert word in page.main
    assert "geheim" not in page.answer.text
    assert page.one("div", id="live")["data-live"] == "no"
    assert "chk" in browser.get("/ui/workflows").one("tr", id="execution-1").text
    assert f'href="/ui/executions/{execution}"' in browser.get(f"/ui/jobs/{job['jobId']}").answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/ui/jobs/nothing",
        "/ui/submissions/nothing",
        "/ui/workers/nothing",
        "/ui/blocks/a/b/1.0.0",
        "/ui/blocks/a/b/%00",
        "/ui/executions/nothing",
        "/ui/workflows/a/b/1.0.0",
        "/ui/nothing",
        "/ui/a/b/c/d/e",
        "/ui/static/../secrets",
    ],
)
def test_what_does_not_exist_is_told_on_a_page(shared_browser, path):
    page = shared_browser.get(path, 404)
    assert page.one("h1").text == "There is no such thing"
    assert page.all("a", href="/ui")


def test_wrong_queries_are_told_on_a_page(browser, api):
    job = finished(api)
    assert browser.get(f"/ui/jobs/{job}?page=0", 400).one("h1").text == "This cannot be read"
    assert browser.get("/ui/jobs?before=x", 400).one("h1").text == "This cannot be read"


def test_the_root_sends_browsers_to_the_page_and_tells_programs_who_it_is(api):
    answer = api.get("/", headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ui")
    assert api.get("/").json().startswith("neops development engine")
