"""Nothing that others wrote becomes markup, no secret is ever shown, nobody else's page sends our forms."""

from __future__ import annotations

import httpx
import pytest

from lab.engine_api import poll, register_block, register_worker, result_body, submit
from lab.web_pages import Browser, Page
from neops_dev_engine import Settings
from neops_dev_engine.server import started

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{'zq'*3}}\x1b[31m\u202e"
SECRET = "Geheimnis-4711"
PARAMETERS = {
    "type": "object",
    "properties": {
        "password": {"type": "string", "writeOnly": True, "format": "password", "default": SECRET},
        "login": {
            "type": "object",
            "properties": {"user": {"type": "string"}, "key": {"type": "string", "format": "password"}},
            "required": ["user", "key"],
        },
        "tokens": {"type": "array", "items": {"type": "string", "writeOnly": True}},
        "count": {"type": "integer", "minimum": 1},
    },
    "required": ["login", "count"],
}
BLOCK = "/ui/blocks/fb.t.io/b/1.0.0"
PATHS = ("/ui", "/ui/jobs", "/ui/blocks", "/ui/login", "/ui/nothing", "/ui/static/page.css")


def check(page):
    """No element came from others: no script but ours, no handlers, no images, nothing hidden."""
    assert [script["src"].partition("?")[0] for script in page.all("script")] == ["/ui/static/page.js"]
    assert not page.all("img")
    for element in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in element.attributes)
    assert "\x1b" not in page.answer.text
    assert "\u202e" not in page.answer.text
    assert "zqzqzq" not in page.answer.text


def test_names_and_texts_of_others_stay_text(browser, api):
    worker = register_worker(api, EVIL[:200])
    properties = {
        EVIL: {"type": "string", "default": EVIL, "description": EVIL, "enum": [EVIL, "b"]},
        "y": {"default": EVIL},
    }
    schema = {"type": "object", "properties": properties, "required": [EVIL]}
    api.put("/dev/entities", json={"devices": [{"id": 1, "hostname": EVIL, "ip": EVIL, "vendor": EVIL}]})
    name = EVIL.replace("/", "").replace(":", "")
    block = register_block(
        api,
        worker,
        name,
        runOn="device",
        description=EVIL,
        markdownHelpText=EVIL,
        parameterJsonSchema=schema,
        resultDataJsonSchema=schema,
    )
    submitted = submit(
        api, block, parameters={EVIL: EVIL, "y": [EVIL]}, context={"devices": [{"id": 1, "hostname": EVIL}]}
    )
    (job,) = poll(api, worker, block)
    error = dict.fromkeys(("code", "message", "step", "where", "hint", "command", "output"), EVIL)
    events = [
        {
            "jobId": job["jobId"],
            "at": EVIL[:64],
            "kind": "log",
            "level": EVIL,
            "text": EVIL,
            "context": {"device": EVIL, "step": EVIL, EVIL: EVIL},
        },
        {
            "jobId": job["jobId"],
            "at": "2026-01-01T00:00:00Z",
            "kind": "step_finished",
            "host": EVIL,
            "step": EVIL,
            "stepKind": EVIL,
            "error": error,
        },
    ]
    api.post("/dev/events", json={"workerId": worker, "events": events}).raise_for_status()
    pages = [f"/ui/jobs/{job['jobId']}", "/ui", "/ui/jobs", "/ui/blocks", f"/ui/workers/{worker}"]
    for path in pages:
        check(browser.get(path))
    body = result_body(job["jobId"], EVIL, success=False)
    body["result"] |= {
        "data": {EVIL: [EVIL, {EVIL: EVIL}]},
        "dbUpdates": {
            "updates": [
                {"operation": "patch", "entity": "device", "id": 1, "path": EVIL, "value": {EVIL: EVIL}}
            ]
        },
    }
    body["report"] = {
        "hosts": {EVIL: {"ok": False, "error": error, "steps": {EVIL: {"ok": False}}}},
        "warnings": [EVIL, {"a": EVIL}],
        "blocking": [{"text": EVIL, "seconds": EVIL}],
        "failure": EVIL,
    }
    api.post("/blackboard/job/result", json=body).raise_for_status()
    for path in [*pages, f"/ui/submissions/{submitted['submissionId']}?state=failed"]:
        page = browser.get(path)
        check(page)
        assert "<script>alert(1)</script>" in page.main
    address = page.all("a")[-1]["href"]
    link = next(link["href"] for link in browser.get("/ui/blocks").all("a", class_="name"))
    page = browser.get(link)
    check(page)
    check(browser.get(address))
    answer = browser.post(link, {"pasted": EVIL, "deadline": EVIL, "type": EVIL, "p/y": EVIL, EVIL: EVIL})
    assert answer.status_code == 422
    check(Page(answer))


def test_secrets_are_never_on_a_page(browser, api):
    worker = register_worker(api)
    block = register_block(api, worker, runOn="device", parameterJsonSchema=PARAMETERS)
    device = {"id": 1, "hostname": "sw1", "password": SECRET, "connectionOptions": SECRET}
    api.put("/dev/entities", json={"devices": [device]})
    parameters = {"password": SECRET, "login": {"user": "u", "key": SECRET}, "tokens": [SECRET], "count": 1}
    submitted = submit(
        api, block, parameters=parameters, context={"devices": [device, {"id": 2, "hostname": "sw2"}]}
    )
    paths = ["/ui", "/ui/jobs", BLOCK, "/ui/blocks", f"/ui/submissions/{submitted['submissionId']}"]
    paths += [f"/ui/jobs/{job['jobId']}" for job in submitted["jobs"]]
    assert all(SECRET not in browser.get(path).answer.text for path in paths)
    jobs = [poll(api, worker, block)[0] for _ in range(2)]
    assert jobs[0]["parameters"]["login"]["key"] == SECRET
    updates = [
        {"operation": "patch", "entity": "device", "id": 1, "path": "password", "value": SECRET},
        {
            "operation": "create",
            "entity": "device",
            "id": 10**8,
            "data": {"hostname": "n", "connection_options": SECRET},
        },
    ]
    for job in jobs:
        body = result_body(job["jobId"])
        body["result"]["dbUpdates"] = {"updates": updates}
        api.post("/blackboard/job/result", json=body).raise_for_status()
    assert all(SECRET not in browser.get(path).answer.text for path in paths)


def test_a_wrong_form_comes_back_with_what_was_typed_but_no_secret(browser, api):
    register_block(api, register_worker(api), runOn="device", parameterJsonSchema=PARAMETERS)
    typed = {
        "p/password": SECRET,
        "p/login/user": "netops",
        "p/login/key": SECRET,
        "p/tokens": f"- {SECRET}\n- [",
        "p/count": "0",
        "pasted": f'[{{"hostname": "sw1", "password": "{SECRET}"',
        "deadline": "-1",
    }
    answer = browser.post(BLOCK, typed)
    assert answer.status_code == 422
    assert SECRET not in answer.text
    page = Page(answer)
    assert page.one("input", name="p/login/user")["value"] == "netops"
    assert page.one("input", name="p/count")["value"] == "0"
    assert "0 is less than the minimum of 1" in page.main
    assert "a number of seconds is wanted" in page.main
    assert "neither YAML nor JSON" in page.main
    assert "Secrets are not sent back" in page.main
    assert [
        field["type"]
        for field in (page.one("input", name="p/password"), page.one("input", name="p/login/key"))
    ] == ["password"] * 2
    assert not any("value" in field for field in page.all("input", type_="password"))


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_neither_framed_nor_guessed_nor_sent_on(shared_browser, path):
    headers = shared_browser.client.get(path, headers={"accept": "text/html"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    if path.endswith(".css"):
        assert headers["content-type"] == "text/css; charset=utf-8"
        return
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "{own}"}, 303),
        ({"referer": "{own}/ui/blocks"}, 303),
        ({"origin": "{own}", "sec-fetch-site": "same-origin"}, 303),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "http://evil.example@{host}"}, 403),
        ({"referer": "http://evil.example/{own}"}, 403),
        ({"referer": "http://["}, 403),
        ({"origin": "{own}", "sec-fetch-site": "cross-site"}, 403),
    ],
)
@pytest.mark.parametrize("path", [BLOCK, "/ui/logout"])
def test_only_forms_of_this_page_are_taken(shared_browser, path, headers, status):
    api = shared_browser.client
    register_block(api)
    before = len(api.get("/blackboard/jobs").json())
    own = str(api.base_url).rstrip("/")
    sent = {name: text.format(own=own, host=own[7:]) for name, text in headers.items()}
    answer = api.post(path, data={"x": "y"}, headers=sent)
    assert answer.status_code == status
    new = len(api.get("/blackboard/jobs").json()) - before
    assert new == (path == BLOCK and status == 303)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b'{"a": 1}', "application/json"),
        (b"a=1", ""),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"a=%ff", "application/x-www-form-urlencoded"),
        ("a=ü".encode(), "application/x-www-form-urlencoded"),
        (b"a=1&" * 20_001, "application/x-www-form-urlencoded"),
    ],
    ids=["json", "none", "multipart", "no text", "not encoded", "too many"],
)
def test_other_bodies_than_forms_are_refused(shared_browser, content, media_type):
    api = shared_browser.client
    register_block(api)
    own = {"origin": str(api.base_url).rstrip("/"), "content-type": media_type}
    answer = api.post(BLOCK, content=content, headers=own)
    assert answer.status_code == 400
    assert "<h1>This cannot be read</h1>" in answer.text


TOKEN = "a long and random token"


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    database = tmp_path_factory.mktemp("locked") / "engine.sqlite"
    with (
        started(Settings(database=database, port=0, token=TOKEN)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
    ):
        yield Browser(client)


@pytest.fixture(autouse=True)
def signed_out(request):
    yield
    if "locked" in request.fixturenames:
        request.getfixturevalue("locked").client.cookies.clear()


def test_with_a_token_pages_ask_for_it_and_go_on_where_one_wanted_to(locked):
    answer = locked.client.get("/ui/jobs?state=failed", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/ui/login?next=%2Fui%2Fjobs%3Fstate%3Dfailed",
    )
    page = locked.get(answer.headers["location"])
    assert page.one("input", name="next")["value"] == "/ui/jobs?state=failed"
    assert page.one("input", name="token")["type"] == "password"
    wrong = locked.post("/ui/login", {"token": "guess", "next": "/ui/jobs"})
    assert wrong.status_code == 401
    assert "This is not the token" in wrong.text
    assert "guess" not in wrong.text
    assert "set-cookie" not in wrong.headers
    right = locked.post("/ui/login", {"token": f" {TOKEN}\n", "next": "/ui/jobs"})
    assert (right.status_code, right.headers["location"]) == (303, "/ui/jobs")
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert TOKEN not in cookie
    assert "Sign out" in locked.get("/ui/jobs").answer.text
    assert locked.client.get("/ui/login").headers["location"] == "/ui"
    assert locked.post("/ui/logout", {}).headers["location"] == "/ui/login"
    assert locked.client.get("/ui/jobs", headers={"accept": "text/html"}).status_code == 303


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/uix", "/ui/../workers", "/ui\\evil", "/ui/\r\nX: y", ""],
)
def test_signing_in_leads_nowhere_else(locked, target):
    location = locked.post("/ui/login", {"token": TOKEN, "next": target}).headers["location"]
    assert location == ("/ui/../workers" if ".." in target else "/ui")


def test_who_is_signed_out_while_filling_a_form_is_asked_again(locked):
    answer = locked.post(BLOCK, {"p/x": "1"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/ui/login?next=%2Fui%2Fblocks")
    assert locked.client.post("/dev/submissions", json={}).status_code == 401


def test_without_a_token_there_is_nothing_to_sign_in_to(browser):
    assert browser.client.get("/ui/login").headers["location"] == "/ui"
    assert "Sign out" not in browser.get("/ui").answer.text
