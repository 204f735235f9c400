"""Every endpoint of the development engine but those of workflows: its status code and the shape of its answer."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from lab.engine_api import (
    VERSION,
    job,
    poll,
    poll_body,
    push,
    register_block,
    register_worker,
    registration,
    result_body,
    submit,
)
from neops_dev_engine import Settings
from neops_dev_engine.server import started

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
WORKER = {
    "uuid": str,
    "name": (str, type(None)),
    "ipAddress": (str, type(None)),
    "version": str,
    "state": str,
    "lastPingAt": MOMENT,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "deletedAt": (str, type(None)),
}
BLOCK = {
    "id": str,
    "name": str,
    "package": str,
    "majorVersion": int,
    "minorVersion": int,
    "patchVersion": int,
    "description": str,
    "runOn": str,
    "fbType": str,
    "markdownHelpText": str,
    "deprecated": bool,
    "parameterJsonSchema": dict,
    "resultDataJsonSchema": dict,
    "isIdempotent": bool,
    "isPure": bool,
    "reversible": bool,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "deletedAt": (str, type(None)),
}
REGISTRATION = BLOCK | {"functionBlock": BLOCK}
JOB_VIEW = {
    "functionBlockId": str,
    "jobId": str,
    "stepLabel": (str, type(None)),
    "status": str,
    "type": str,
    "workerId": (str, type(None)),
    "workerName": (str, type(None)),
    "workerDeleted": bool,
}
CLEANUP = {"cleanedUpWorkerIds": list, "failedJobCount": int}
ENTITIES = {"devices": list, "deviceGroups": list, "interfaces": list}


def check(value: Any, shape: Any) -> None:
    """Fail unless a value has a shape: a type, a pattern, [of each], {of keys that must be there}."""
    if isinstance(shape, dict):
        assert isinstance(value, dict)
        missing = shape.keys() - value.keys()
        assert not missing, (missing, value)
        for key, wanted in shape.items():
            check(value[key], wanted)
    elif isinstance(shape, list) and len(shape) == 1:
        assert isinstance(value, list)
        for item in value:
            check(item, shape[0])
    elif isinstance(shape, re.Pattern):
        assert shape.match(value), value
    elif isinstance(shape, type | tuple):
        assert isinstance(value, shape), (value, shape)
    else:
        assert value == shape


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(database=tmp_path_factory.mktemp("engine") / "engine.sqlite", port=0)
    with started(settings) as url:
        yield url


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
        yield http


@pytest.fixture
def names(http: httpx.Client) -> dict[str, str]:
    """What the paths of the table may name: a worker that holds a job, a block, a finished submission."""
    worker = register_worker(http)
    name = f"b{uuid.uuid4().hex}"
    block = register_block(http, worker, name)
    submission, held = submit(http, block), submit(http, block)
    [first] = poll(http, worker, block)
    push(http, first["jobId"])
    poll(http, worker, block)
    gone = register_worker(http)
    http.delete(f"/workers/{gone}")
    return {
        "worker": worker,
        "gone": gone,
        "block": block,
        "name": name,
        "submission": submission["submissionId"],
        "job": first["jobId"],
        "held": held["jobs"][0]["jobId"],
    }


LIBRARY = {"version": "0.43.0-beta.2", "library": "neops_workflow_engine_client"}
COMPATIBLE = {
    "compatible": True,
    "deprecated": False,
    "version": str,
    "checkedLibrary": LIBRARY["library"],
    "checkedVersion": LIBRARY["version"],
    "extensions": ["long-poll", "job-events", "job-report"],
}
TABLE = [
    ("POST", "/version/compatibility", LIBRARY, 201, COMPATIBLE),
    ("GET", "/version", None, 200, {"version": str}),
    ("GET", "/health", None, 200, {"healthy": True, "status": "ok"}),
    ("GET", "/health/", None, 200, {"healthy": True}),
    ("GET", "/license", None, 200, dict),
    ("GET", "/schema", None, 200, {"type": "object"}),
    ("GET", "/schema/", None, 200, {"type": "object"}),
    ("GET", "/me", None, 200, {"anonymous": True, "mode": "disabled"}),
    ("GET", "/", None, 200, str),
    (
        "POST",
        "/workers/register",
        {"version": "0.2.0.beta.7"},
        201,
        WORKER | {"state": "online", "name": None},
    ),
    (
        "POST",
        "/workers/register",
        {"version": "1", "name": "n", "ipAddress": "10.0.0.9"},
        201,
        WORKER | {"name": "n"},
    ),
    ("POST", "/workers/{worker}/ping", None, 200, {"success": True}),
    ("POST", "/workers/{gone}/ping", None, 404, {"error": "UnknownWorker"}),
    ("POST", "/workers/nobody/ping", None, 404, {"error": "UnknownWorker"}),
    ("POST", "/workers/{worker}/unregister", None, 200, {"success": True}),
    ("POST", "/workers/{gone}/unregister", None, 404, {"error": "UnknownWorker"}),
    ("GET", "/workers", None, 200, [WORKER | {"deletedAt": None}]),
    ("GET", "/workers?findDeleted=true", None, 200, [WORKER]),
    ("GET", "/workers/online", None, 200, [WORKER | {"state": "online"}]),
    ("GET", "/workers/{worker}", None, 200, WORKER),
    ("GET", "/workers/{gone}", None, 404, {"error": "UnknownWorker"}),
    ("GET", "/workers/{gone}?findDeleted=true", None, 200, WORKER | {"deletedAt": MOMENT}),
    ("GET", "/workers/{worker}/function-blocks", None, 200, [str]),
    ("GET", "/workers/nobody/function-blocks", None, 404, {"error": "UnknownWorker"}),
    ("GET", "/workers/{worker}/jobs", None, 200, [JOB_VIEW]),
    ("GET", "/workers/{worker}/jobs?status=polled", None, 200, [JOB_VIEW | {"status": "polled"}]),
    ("DELETE", "/workers/{worker}", None, 204, None),
    ("DELETE", "/workers/{gone}", None, 404, {"error": "UnknownWorker"}),
    ("POST", "/workers/cleanup", None, 200, CLEANUP),
    ("POST", "/workers/cleanup-offline", None, 200, CLEANUP),
    ("POST", "/function-blocks/register", registration("fresh"), 201, None),
    ("POST", "/function-blocks/register", registration("fresh", "nobody"), 404, {"error": "UnknownWorker"}),
    ("POST", "/function-blocks/register", registration("sl/ash"), 400, {"error": "InvalidBody"}),
    ("POST", "/function-blocks/register", registration(fbType="strange"), 400, {"error": "InvalidBody"}),
    (
        "POST",
        "/function-blocks/register",
        registration(parameterJsonSchema={"type": 1}),
        400,
        {"error": "InvalidSchema"},
    ),
    ("GET", "/function-blocks/registrations/list", None, 200, [REGISTRATION]),
    ("GET", "/function-blocks/registrations/list?populateWorkers=true", None, 200, [{"workers": [WORKER]}]),
    ("GET", "/function-blocks/registrations/list?findDeleted=true", None, 200, [REGISTRATION]),
    ("GET", "/function-blocks/registrations/fb.t.io/{name}/1.0.0", None, 200, REGISTRATION),
    (
        "GET",
        "/function-blocks/registrations/fb.t.io/{name}/1.0.9",
        None,
        404,
        {"error": "UnknownFunctionBlock"},
    ),
    ("GET", "/function-blocks/fb.t.io/{name}/1.0.0", None, 200, REGISTRATION),
    ("GET", "/function-blocks/fb%2Et.io/{name}/1%2E0.0", None, 200, REGISTRATION),
    ("GET", "/function-blocks/fb.t.io/{name}/2.0.0", None, 404, {"error": "UnknownFunctionBlock"}),
    ("GET", "/function-blocks/fb.t.io/{name}/1.0.0/workers", None, 200, [WORKER]),
    ("GET", "/function-blocks/fb.t.io/{name}/2.0.0/workers", None, 404, {"error": "UnknownFunctionBlock"}),
    ("DELETE", "/function-blocks/fb.t.io/{name}/1.0.0", None, 200, None),
    ("DELETE", "/function-blocks/fb.t.io/{name}/2.0.0", None, 404, {"error": "UnknownFunctionBlock"}),
    ("POST", "/blackboard/job", {"functionBlockIds": [], "workerId": "{worker}"}, 201, []),
    (
        "POST",
        "/blackboard/job",
        {"functionBlockIds": [], "workerId": "{gone}"},
        404,
        {"error": "UnknownWorker"},
    ),
    (
        "POST",
        "/blackboard/job",
        {"functionBlockIds": [], "workerId": "nobody"},
        404,
        {"error": "UnknownWorker"},
    ),
    ("POST", "/blackboard/job/result", result_body("{held}"), 201, None),
    ("POST", "/blackboard/job/result", result_body("{job}"), 409, {"error": "ResultAlreadyThere"}),
    ("POST", "/blackboard/job/result", result_body("nobody's"), 404, {"error": "UnknownJob"}),
    (
        "POST",
        "/blackboard/job/log",
        {
            "workflowId": "wf.t.io/w:1.0.0",
            "jobId": "{job}",
            "functionBlockId": "fb.t.io/b:1.0.0",
            "logEntry": "line",
            "logLevel": "warn",
            "timestamp": "2026-01-01T00:00:00+00:00",
        },
        201,
        None,
    ),
    ("GET", "/blackboard/jobs", None, 200, [JOB_VIEW]),
    (
        "GET",
        "/blackboard/jobs?status=pushed",
        None,
        200,
        [JOB_VIEW | {"status": "pushed", "resultStatus": str}],
    ),
    ("GET", "/blackboard/jobs?status=strange", None, 400, {"error": "InvalidBody"}),
    ("GET", "/blackboard/jobs/active", None, 200, [JOB_VIEW]),
    (
        "POST",
        "/dev/submissions",
        {"functionBlock": "{block}"},
        202,
        {"submissionId": str, "functionBlockId": str, "jobs": [dict]},
    ),
    (
        "POST",
        "/dev/submissions",
        {"functionBlock": "fb.t.io/nothing"},
        404,
        {"error": "UnknownFunctionBlock", "hint": str},
    ),
    (
        "POST",
        "/dev/submissions",
        {"functionBlock": "{block}", "entityIds": [1]},
        422,
        {"error": "InvalidParameters", "faults": [{"path": str, "message": str}]},
    ),
    (
        "GET",
        "/dev/submissions/{submission}",
        None,
        200,
        {
            "submissionId": str,
            "functionBlockId": str,
            "createdAt": MOMENT,
            "finished": True,
            "jobs": [JOB_VIEW],
        },
    ),
    ("GET", "/dev/submissions/nobody", None, 404, {"error": "UnknownSubmission"}),
    (
        "GET",
        "/dev/submissions/{submission}/events",
        None,
        200,
        {"events": [dict], "last": int, "finished": True},
    ),
    ("GET", "/dev/submissions/nobody/events", None, 404, {"error": "UnknownSubmission"}),
    ("GET", "/dev/submissions/{submission}/events?after=-1", None, 400, {"error": "InvalidBody"}),
    (
        "GET",
        "/dev/jobs/{job}",
        None,
        200,
        JOB_VIEW
        | {
            "createdAt": MOMENT,
            "polledAt": MOMENT,
            "pushedAt": MOMENT,
            "entity": None,
            "result": {"success": True, "message": "done"},
            "acquires": None,
            "report": None,
        },
    ),
    ("GET", "/dev/jobs/nobody", None, 404, {"error": "UnknownJob"}),
    ("GET", "/dev/jobs/{job}/events", None, 200, {"events": [dict], "last": int, "finished": True}),
    ("GET", "/dev/jobs/{held}/events", None, 200, {"events": [dict], "last": 0, "finished": False}),
    ("GET", "/dev/jobs/nobody/events", None, 404, {"error": "UnknownJob"}),
    ("POST", "/dev/events", {"workerId": "{worker}", "events": []}, 201, None),
    ("PUT", "/dev/entities", {"devices": [{"hostname": "sw1"}]}, 200, ENTITIES),
    ("GET", "/dev/entities", None, 200, ENTITIES),
    (
        "GET",
        "/nothing",
        None,
        404,
        {"statusCode": 404, "error": "NotFound", "message": "there is no GET /nothing"},
    ),
    ("GET", "/blackboard/job", None, 405, {"statusCode": 405, "error": "MethodNotAllowed"}),
]


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, names) for key, item in value.items()}
    return value.format_map(names) if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "shape"), TABLE, ids=[f"{row[0]} {row[1]} {row[3]}" for row in TABLE]
)
def test_an_endpoint_answers_as_the_api_says(
    http: httpx.Client, names: dict[str, str], method: str, path: str, body: Any, status: int, shape: Any
) -> None:
    headers = {"Content-Type": "application/json"}
    content = {"json": _filled(body, names)} if body is not None else {}
    answer = http.request(method, path.format_map(names), headers=headers, **content)
    assert answer.status_code == status, answer.text
    if status == 204:
        assert answer.content == b""
        return
    assert answer.headers["content-type"] == "application/json"
    if shape is None:
        assert answer.json() is None
    else:
        check(answer.json(), shape)
    if status >= 400:
        check(answer.json(), {"statusCode": status, "message": str})


def test_a_browser_is_shown_the_page(http: httpx.Client) -> None:
    answer = http.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ui")


def test_a_job_travels_from_its_submission_to_its_result(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "travel")
    submission = submit(http, block)
    [claimed] = poll(http, worker, block)
    assert claimed["jobId"] == submission["jobs"][0]["jobId"]
    report = {"elapsed": 1.8, "hosts": {"sw1": {"ok": True}}, "warnings": [], "blocking": [], "failure": None}
    assert push(http, claimed["jobId"], acquires=[{"type": "context"}], report=report) == 201
    found = job(http, claimed["jobId"])
    assert (found["status"], found["resultStatus"], found["workerId"]) == ("pushed", "success", worker)
    assert (found["acquires"], found["report"]) == ([{"type": "context"}], report)


def test_a_block_on_devices_gets_a_job_for_each_with_that_device_alone(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "each", runOn="device")
    devices = [{"id": number, "hostname": f"sw{number}"} for number in (5, 6, 7)]
    interfaces = [{"id": number * 10, "name": "e1", "device": {"id": number}} for number in (5, 6)]
    context = {"devices": devices, "interfaces": interfaces, "deviceGroups": [{"id": 1}]}
    submission = submit(http, block, context=context, entityIds=[7, 5])
    assert [(made["entityId"], made["entity"]) for made in submission["jobs"]] == [(7, "sw7"), (5, "sw5")]
    claimed = poll(http, worker, block, limit=10)
    assert [one["entityId"] for one in claimed] == [7, 5]
    assert [one["context"] for one in claimed] == [
        {"devices": [devices[2]], "interfaces": [], "deviceGroups": [{"id": 1}]},
        {"devices": [devices[0]], "interfaces": [interfaces[0]], "deviceGroups": [{"id": 1}]},
    ]


def test_a_missing_limit_is_one(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "many")
    for _ in range(3):
        submit(http, block)
    assert len(poll(http, worker, block)) == 1
    assert len(poll(http, worker, block, limit=None)) == 1
    assert len(poll(http, worker, block, limit=5)) == 1


def test_a_failed_result_is_kept_with_its_data(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "fails")
    submit(http, block)
    [claimed] = poll(http, worker, block)
    body = result_body(claimed["jobId"], "boom", success=False)
    body["result"]["data"] = {"half": None}
    assert http.post("/blackboard/job/result", json=body).status_code == 201
    found = job(http, claimed["jobId"])
    assert found["resultStatus"] == "failed"
    assert found["result"] == {"success": False, "message": "boom", "data": {"half": None}}


def test_a_worker_that_leaves_fails_what_it_holds_and_a_ping_brings_it_back(http: httpx.Client) -> None:
    worker = register_worker(http, "leaver")
    block = register_block(http, worker, "left")
    submit(http, block), submit(http, block)
    [claimed] = poll(http, worker, block)
    assert http.post(f"/workers/{worker}/unregister").status_code == 200
    assert http.get(f"/workers/{worker}").json()["state"] == "offline"
    assert poll(http, worker, block) == []
    found = job(http, claimed["jobId"])
    assert (found["resultStatus"], found["workerName"]) == ("failed", "leaver")
    assert found["result"]["message"].endswith("; the job was possibly executed")
    assert push(http, claimed["jobId"]) == 409
    assert http.post(f"/workers/{worker}/ping").status_code == 200
    assert http.get(f"/workers/{worker}").json()["state"] == "online"
    assert len(poll(http, worker, block)) == 1


def test_two_workers_serve_one_block(http: httpx.Client) -> None:
    first, second = register_worker(http, "w1"), register_worker(http, "w2")
    block = register_block(http, first, "shared")
    register_block(http, second, "shared")
    found = http.get(f"/function-blocks/registrations/{block.replace(':', '/')}").json()
    assert [worker["uuid"] for worker in found["workers"]] == [first, second]
    for _ in range(2):
        submit(http, block)
    assert poll(http, first, block)[0]["jobId"] != poll(http, second, block)[0]["jobId"]


def test_an_incompatible_block_is_refused_with_what_to_do(http: httpx.Client) -> None:
    register_block(http, name="promise")
    body = registration("promise", parameterJsonSchema={"type": "object", "required": ["new"]})
    answer = http.post("/function-blocks/register", json=body)
    assert answer.status_code == 400
    said = answer.json()
    assert said["error"] == "IncompatibleSchema"
    path = re.search(r"DELETE (\S+)", said["hint"])[1]
    assert http.delete(path).status_code == 200
    assert http.post("/function-blocks/register", json=body).status_code == 201


def test_events_of_all_kinds_are_read_as_they_were_sent(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "talks")
    submission = submit(http, block)
    job_id = submission["jobs"][0]["jobId"]
    poll(http, worker, block)
    at = "2026-01-01T00:00:00.000Z"
    events = [
        {"jobId": job_id, "at": at, "kind": "host_started", "host": "sw1"},
        {"jobId": job_id, "at": at, "kind": "step_started", "host": None, "step": "show", "attempt": 1},
        {
            "jobId": job_id,
            "at": at,
            "kind": "log",
            "level": "info",
            "text": "ünïcode",
            "context": {"device": "sw1"},
        },
        {"jobId": "unknown", "at": at, "kind": "log", "level": "info", "text": "lost", "context": {}},
    ]
    assert http.post("/dev/events", json={"workerId": worker, "events": events}).status_code == 201
    found = http.get(f"/dev/submissions/{submission['submissionId']}/events").json()
    assert [
        {key: value for key, value in event.items() if key != "seq"} for event in found["events"]
    ] == events[:3]
    assert found["last"] == found["events"][-1]["seq"]
    rest = http.get(f"/dev/jobs/{job_id}/events?after={found['events'][1]['seq']}").json()
    assert [event["kind"] for event in rest["events"]] == ["log"]
    assert rest["finished"] is False


def test_many_events_come_in_parts_and_finished_is_said_with_the_last(http: httpx.Client) -> None:
    worker = register_worker(http)
    block = register_block(http, worker, "chatters")
    submission = submit(http, block)
    [claimed] = poll(http, worker, block)
    line = {"jobId": claimed["jobId"], "at": "t", "kind": "log", "level": "info", "text": "x", "context": {}}
    http.post("/dev/events", json={"workerId": worker, "events": [line] * 2500})
    push(http, claimed["jobId"])
    after, sizes, finished = 0, [], []
    while not finished or not finished[-1]:
        found = http.get(f"/dev/submissions/{submission['submissionId']}/events?after={after}&wait=5").json()
        after = found["last"]
        sizes.append(len(found["events"]))
        finished.append(found["finished"])
    assert (sizes, finished) == ([1000, 1000, 500], [False, False, True])


def test_entities_are_merged_and_shown_without_secrets(http: httpx.Client) -> None:
    device = {"hostname": f"d{uuid.uuid4().hex}", "password": "hush", "connectionOptions": "{}"}
    http.put("/dev/entities", json={"devices": [device]})
    http.put("/dev/entities", json={"devices": [{"hostname": device["hostname"], "vendor": "v"}]})
    found = [
        one for one in http.get("/dev/entities").json()["devices"] if one["hostname"] == device["hostname"]
    ]
    assert len(found) == 1
    assert (found[0]["vendor"], found[0]["password"], found[0]["connectionOptions"]) == ("v", "***", "***")


def test_two_engines_do_not_share_a_file(tmp_path: Any) -> None:
    settings = Settings(database=tmp_path / "engine.sqlite", port=0)
    with started(settings), pytest.raises(OSError, match="used by another engine"), started(settings):
        pass
    with started(replace(settings)) as url:
        assert httpx.get(f"{url}/health", trust_env=False).status_code == 200


def test_versions_may_come_as_any_json_number(http: httpx.Client) -> None:
    worker = register_worker(http)
    register_block(http, worker, "floats", majorVersion=1.0)
    block = "fb.t.io/floats:1.0.0"
    submit(http, block)
    body = poll_body(worker, block)
    body["functionBlockIds"][0] |= {name: float(number) for name, number in VERSION.items()}
    assert len(http.post("/blackboard/job", json=body).json()) == 1
