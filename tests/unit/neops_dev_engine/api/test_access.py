from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from neops_dev_engine.api.access import COOKIE, Access, is_loopback
from neops_dev_engine.errors import ApiError

JSON = {"content-type": "application/json"}


def judged(access, method="GET", path="/workers", **headers):
    """The code of the refusal, or None."""
    sent = {"host": "127.0.0.1:3030"} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        access.check(method, path, Headers({k: v for k, v in sent.items() if v is not None}))
    except ApiError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:3030", True),
        ("127.0.0.1", True),
        ("127.8.9.1:1", True),
        ("localhost:3030", True),
        ("LOCALHOST:3030", True),
        ("[::1]:3030", True),
        ("engine.localhost:3030", True),
        ("evil.example:3030", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1@evil.example", False),
        ("192.0.2.1:3030", False),
        ("0.0.0.0:3030", False),
        ("[::ffff:192.0.2.1]", False),
        ("[", False),
        ("", False),
        (None, False),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_on_loopback_a_request_must_name_this_machine(host, ours, method):
    assert judged(Access("127.0.0.1", None), method, host=host, content_type="application/json") == (
        None if ours else "Forbidden"
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "engine.lan", "::"])
def test_elsewhere_any_name_will_do(host):
    assert judged(Access(host, None), host="engine.lan:3030") is None


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, None),
        ({"origin": "http://127.0.0.1:3030"}, None),
        ({"origin": "http://127.0.0.1:3030", "sec_fetch_site": "same-origin"}, None),
        ({"sec_fetch_site": "none"}, None),
        ({"origin": "http://127.0.0.1:8080"}, "Forbidden"),
        ({"origin": "http://evil.example"}, "Forbidden"),
        ({"origin": "http://evil.example:127.0.0.1:3030"}, "Forbidden"),
        ({"origin": "null"}, "Forbidden"),
        ({"sec_fetch_site": "cross-site"}, "Forbidden"),
        ({"sec_fetch_site": "same-site"}, "Forbidden"),
    ],
)
@pytest.mark.parametrize("path", ["/blackboard/job", "/ui/submit", "/ui/login"])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_page_of_another_site_changes_nothing(headers, code, path, host):
    assert judged(Access(host, None), "POST", path, **JSON_HEADERS, **headers) == code


JSON_HEADERS = {"content_type": "application/json"}


@pytest.mark.parametrize(
    ("content_type", "length", "code"),
    [
        ("application/json", "5", None),
        ("application/json; charset=utf-8", "5", None),
        ("application/merge-patch+json", "5", None),
        ("application/json", "0", None),
        (None, "0", None),
        (None, "5", "UnsupportedMediaType"),
        ("application/x-www-form-urlencoded", "5", "UnsupportedMediaType"),
        ("application/x-www-form-urlencoded", "0", "UnsupportedMediaType"),
        ("multipart/form-data; boundary=x", "5", "UnsupportedMediaType"),
        ("text/plain", "5", "UnsupportedMediaType"),
        ("text/plain; application/json", "5", "UnsupportedMediaType"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_an_html_form_can_send_changes_nothing(content_type, length, code, method):
    access = Access("127.0.0.1", None)
    assert judged(access, method, content_type=content_type, content_length=length) == code
    assert judged(access, method, "/ui/submit", content_type=content_type, content_length=length) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Bearer s3cret", None),
        ("bearer s3cret", None),
        ("Bearer  s3cret ", None),
        ("Bearer s3cre", "Unauthorized"),
        ("Bearer s3crét", "Unauthorized"),
        ("Basic s3cret", "Unauthorized"),
        ("s3cret", "Unauthorized"),
        ("Bearer", "Unauthorized"),
        ("Bearer ", "Unauthorized"),
        (None, "Unauthorized"),
    ],
)
@pytest.mark.parametrize("path", ["/workers", "/health", "/ui", "/", "/ui/loginx", "/ui/login/../jobs"])
def test_with_a_token_every_call_must_carry_it(given, code, path):
    assert judged(Access("127.0.0.1", "s3cret"), path=path, authorization=given) == code


def test_the_cookie_of_the_page_proves_the_token_and_does_not_tell_it():
    access = Access("127.0.0.1", "s3cret")
    cookie = access.cookie()
    assert "s3cret" not in cookie
    assert judged(access, cookie=f"{COOKIE}={cookie}") is None
    assert judged(access, cookie=f"other=1; {COOKIE}={cookie}; more=2") is None
    assert judged(access, cookie=f"{COOKIE}={Access('127.0.0.1', 'another').cookie()}") == "Unauthorized"
    assert judged(access, cookie=f"{COOKIE}=s3cret") == "Unauthorized"
    assert judged(access, cookie=f"{COOKIE}=") == "Unauthorized"


@pytest.mark.parametrize("path", ["/ui/login", "/ui/static/page.css"])
def test_the_form_that_asks_for_the_token_is_open(path):
    assert judged(Access("127.0.0.1", "s3cret"), path=path) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_loopback_is_known(host):
    assert is_loopback(host)
