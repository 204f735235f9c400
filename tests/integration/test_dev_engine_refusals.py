"""What the engine does not take: bodies that are none, foreign pages, callers without the token."""

from __future__ import annotations

import http.client
import json
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from lab.engine_api import poll, poll_body, register_block, register_worker, registration, result_body, submit
from neops_dev_engine import Settings
from neops_dev_engine.server import started

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 100_000
JSON = {"Content-Type": "application/json"}
TOKEN = "a long token"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = tmp_path_factory.mktemp("engine") / "engine.sqlite"
    with started(Settings(database=database, port=0, most_body=MOST)) as url:
        yield url


@pytest.fixture(scope="module")
def guarded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = tmp_path_factory.mktemp("guarded") / "engine.sqlite"
    with started(Settings(database=database, port=0, token=TOKEN)) as url:
        yield url


@pytest.fixture
def http_(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield client


POSTS = [
    "/version/compatibility",
    "/workers/register",
    "/function-blocks/register",
    "/blackboard/job",
    "/blackboard/job/result",
    "/blackboard/job/log",
    "/dev/submissions",
    "/dev/events",
]
NONSENSE = [
    b"",
    b" ",
    b"{",
    b"nonsense",
    b"null",
    b"[]",
    b'"text"',
    b"7",
    b"\xff\xfe",
    b'{"a": NaN}',
    b'{"a": "\\ud800"}',
    b"[" * 50_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
]


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_makes_no_sense_is_refused_and_never_a_bug(http_: httpx.Client, path: str) -> None:
    for content in NONSENSE:
        answer = http_.post(path, content=content, headers=JSON)
        assert answer.status_code == 400, (content[:40], answer.text)
        said = answer.json()
        assert (said["statusCode"], said["error"]) == (400, "InvalidBody")
        assert said["message"].startswith("the body")


WRONG: list[tuple[str, Any]] = [
    ("/blackboard/job", {"workerId": "w"}),
    ("/blackboard/job", {"functionBlockIds": "all", "workerId": "w"}),
    ("/blackboard/job", {"functionBlockIds": [{"name": "a"}], "workerId": "w"}),
    ("/blackboard/job", {"functionBlockIds": [], "workerId": 5}),
    ("/blackboard/job", {"functionBlockIds": [], "workerId": "w", "limit": 0}),
    ("/blackboard/job", {"functionBlockIds": [], "workerId": "w", "limit": 1.5}),
    ("/blackboard/job", {"functionBlockIds": [], "workerId": "w", "limit": "many"}),
    ("/blackboard/job", {"functionBlockIds": [], "workerId": "w", "waitSeconds": -1}),
    ("/blackboard/job", poll_body("w", "a/b:1.0.99999999999999999999")),
    ("/blackboard/job/result", {"jobExecutionId": "j"}),
    ("/blackboard/job/result", result_body("j") | {"status": "great"}),
    ("/blackboard/job/result", result_body("j") | {"result": {"message": "no success"}}),
    ("/blackboard/job/result", result_body("j") | {"acquires": "all"}),
    ("/blackboard/job/result", result_body("j") | {"report": []}),
    ("/blackboard/job/result", result_body("j") | {"result": {"success": True, "dbUpdates": []}}),
    ("/blackboard/job/log", {"jobId": "j"}),
    ("/dev/events", {"events": [{"kind": "log"}]}),
    ("/dev/submissions", {}),
    ("/dev/submissions", {"functionBlock": "a/b", "context": {"devices": [1]}}),
    ("/dev/submissions", {"functionBlock": "a/b", "deadlineSeconds": 0}),
    ("/dev/submissions", {"functionBlock": "a/b", "type": "strange"}),
    ("/function-blocks/register", registration() | {"majorVersion": -1}),
    ("/function-blocks/register", registration() | {"majorVersion": "one"}),
    ("/function-blocks/register", registration() | {"parameterJsonSchema": None}),
    ("/workers/register", {"name": "no version"}),
]


@pytest.mark.parametrize(("path", "body"), WRONG)
def test_a_body_that_does_not_fit_is_refused_with_every_fault(
    http_: httpx.Client, path: str, body: Any
) -> None:
    answer = http_.post(path, json=body)
    assert answer.status_code == 400, answer.text
    said = answer.json()
    assert said["error"] == "InvalidBody"
    assert all(fault["path"] and fault["message"] for fault in said["faults"])


def test_values_that_json_allows_but_few_expect_travel_unharmed(http_: httpx.Client) -> None:
    strange = {
        "huge": 10**400,
        "tiny": 1e-320,
        "nul": "a\u0000b",
        "emoji": "🦀",
        "deep": [[[[]]]],
        "": {"": None},
    }
    worker = register_worker(http_)
    block = register_block(http_, worker, "strange")
    submit(http_, block, parameters=strange)
    [job] = poll(http_, worker, block)
    assert job["parameters"] == strange
    body = result_body(job["jobId"]) | {"report": strange}
    body["result"]["data"] = strange
    assert http_.post("/blackboard/job/result", json=body).status_code == 201
    found = http_.get(f"/dev/jobs/{job['jobId']}").json()
    assert found["result"]["data"] == found["report"] == strange


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused_wherever_they_are(http_: httpx.Client, number: str) -> None:
    worker = register_worker(http_)
    block = register_block(http_, worker, "numbers")
    submit(http_, block)
    [job] = poll(http_, worker, block)
    body = json.dumps(result_body(job["jobId"], report={"x": 4711}))
    refused = http_.post("/blackboard/job/result", content=body.replace("4711", number), headers=JSON)
    assert (refused.status_code, refused.json()["error"]) == (400, "InvalidBody")
    assert http_.post("/blackboard/job/result", content=body, headers=JSON).status_code == 201
    body = json.dumps({"functionBlock": block, "parameters": {"x": 4711}})
    assert (
        http_.post("/dev/submissions", content=body.replace("4711", number), headers=JSON).status_code == 400
    )


@pytest.mark.parametrize("size", [MOST + 1, 3 * MOST, 50 * MOST])
def test_a_body_that_is_too_large_is_refused(url: str, size: int) -> None:
    """By its announced length, or while it comes in pieces without one."""
    address = urlsplit(url)
    for chunked in (False, True):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        content = (b"x" * 10_000 for _ in range(size // 10_000 + 1)) if chunked else b"x" * size
        try:
            connection.request("POST", "/dev/submissions", content, JSON, encode_chunked=chunked)
            answer = connection.getresponse()
            status, text = answer.status, answer.read()
        except (ConnectionResetError, BrokenPipeError):  # far too large: nobody listened to the end
            assert size == 50 * MOST
            continue
        finally:
            connection.close()
        assert status == 413
        assert json.loads(text)["error"] == "BodyTooLarge"


def test_a_body_of_the_largest_size_is_taken(http_: httpx.Client) -> None:
    block = register_block(http_, name="large")
    body = {"functionBlock": block, "parameters": {"text": ""}}
    body["parameters"]["text"] = "x" * (MOST - len(json.dumps(body)))
    content = json.dumps(body).encode()
    assert len(content) == MOST
    assert http_.post("/dev/submissions", content=content, headers=JSON).status_code == 202


def test_a_caller_that_hangs_up_in_the_middle_of_its_body_harms_nobody(url: str, http_: httpx.Client) -> None:
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(
            b"POST /dev/submissions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b'Content-Length: 1000\r\n\r\n{"functionBlock"'
        )
    assert http_.get("/health").status_code == 200


def test_a_bug_is_answered_as_json_told_to_the_log_and_costs_no_connection(
    http_: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret details")

    monkeypatch.setattr("neops_dev_engine.api.about.version", broken)
    answer = http_.get("/version")
    assert (answer.status_code, answer.json()["error"]) == (500, "InternalError")
    assert "secret details" not in answer.text
    assert http_.get("/health").status_code == 200
    assert "secret details" in caplog.text


@pytest.mark.parametrize("path", ["/workers/{}/ping", "/workers/{}/unregister", "/workers/cleanup"])
@pytest.mark.parametrize("headers", [JSON, JSON | {"Content-Length": "0"}, {}])
def test_a_post_without_a_body_needs_none(
    url: str, http_: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    connection.request("POST", path.format(register_worker(http_)), headers=headers)
    assert connection.getresponse().status == 200
    connection.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:3030", "Origin": "http://evil.example:3030"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({}, 201),
    ],
)
def test_a_foreign_page_cannot_use_the_engine(
    http_: httpx.Client, headers: dict[str, str], status: int
) -> None:
    """Neither a form, nor a script, nor a name that was made to point at this machine."""
    content = json.dumps({"version": "1"})
    answer = http_.post("/workers/register", content=content, headers=JSON | headers)
    assert answer.status_code == status
    assert answer.json().get("statusCode", 201) == status


@pytest.mark.parametrize("path", ["/", "/health", "/workers", "/dev/entities", "/nothing"])
@pytest.mark.parametrize(
    ("given", "status"),
    [(None, 401), ("Bearer wrong", 401), (f"Bearer {TOKEN}", 200), (f"Basic {TOKEN}", 401)],
)
def test_with_a_token_every_call_needs_it(
    guarded_url: str, path: str, given: str | None, status: int
) -> None:
    headers = {} if given is None else {"Authorization": given}
    answer = httpx.get(guarded_url + path, headers=headers, trust_env=False)
    assert answer.status_code == (404 if status == 200 and path == "/nothing" else status)
    if status == 401:
        assert answer.json()["error"] == "Unauthorized"
        assert answer.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in answer.text


def test_with_a_token_posts_need_it_too(guarded_url: str) -> None:
    with httpx.Client(base_url=guarded_url, trust_env=False) as client:
        for path in (*POSTS, "/workers/cleanup", "/workflow-execution"):
            assert client.post(path, json={}).status_code == 401
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        worker = register_worker(client)
        assert client.post(f"/workers/{worker}/ping").status_code == 200


def test_a_browser_without_the_token_is_sent_to_the_form(guarded_url: str) -> None:
    answer = httpx.get(f"{guarded_url}/ui", headers={"Accept": "text/html"}, trust_env=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/ui/login")
