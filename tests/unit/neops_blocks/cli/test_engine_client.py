from __future__ import annotations

import pytest

from lab.odd_engine import BREAKS, odd_engine
from neops_blocks.cli import engine_client
from neops_blocks.cli.engine_address import Address
from neops_blocks.cli.engine_api import EngineApi
from neops_blocks.cli.engine_client import EngineClient, EngineRefused, EngineUnavailable
from neops_blocks.cli.problems import Problem

OURS = {"compatible": True, "version": "9", "extensions": ["long-poll", "job-events", "job-report"]}
CHECK = "POST /version/compatibility"
LIST = "GET /function-blocks/registrations/list"
SUBMIT = "POST /dev/submissions"
STATE = "GET /dev/submissions/s"


@pytest.fixture
def asking():
    """asking(answers, call, token=None) -> the problem that a call of the API raises."""

    def ask(answers, call, token=None):
        with odd_engine(answers) as server, EngineClient(Address(server.url), token) as client:
            with pytest.raises(Problem) as caught:
                call(EngineApi(client))
            return caught.value

    return ask


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>It works!</html>",
        (404, b"<html>nothing</html>"),
        (405, {"message": "no"}),
        (302, "http://elsewhere.example/"),
        b"",
        b"[" * 100_000,
        b"\xff\xfe",
        [],
        None,
        "text",
        {"extensions": "none"},
    ],
    ids=repr,
)
def test_what_is_no_engine_is_said_to_be_none(asking, answer):
    said = asking({CHECK: answer}, lambda api: api.check()).text
    assert "does not answer like an engine" in said
    assert "URL_BLACKBOARD" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("answer", [{"compatible": True, "version": "2.1"}, {"extensions": ["long-poll"]}])
def test_an_engine_without_our_endpoints_takes_no_submissions(asking, answer):
    said = asking({CHECK: (201, answer)}, lambda api: api.check()).text
    assert "takes no submissions: only the development engine does" in said
    assert "neops-blocks engine" in said
    said = asking({"*": (404, {"message": "Cannot POST /dev/submissions"})}, lambda api: api.submit({})).text
    assert "takes no submissions" in said


def test_a_token_that_is_missing_or_wrong_is_said(asking):
    refusal = {"*": (401, {"statusCode": 401, "error": "Unauthorized", "message": "needs its token"})}
    assert "wants a token\nhint: give it in ENGINE_TOKEN" in asking(refusal, lambda api: api.check()).text
    said = asking(refusal, lambda api: api.check(), token="s3cret-t0ken").text
    assert "refuses the token" in said
    assert "s3cret" not in said


@pytest.mark.parametrize(
    ("call", "path", "answer"),
    [
        (EngineApi.blocks, LIST, {"not": "a list"}),
        (EngineApi.blocks, LIST, [{"package": "p"}]),
        (lambda api: api.submit({}), SUBMIT, (202, {"submissionId": 5})),
        (lambda api: api.submission("s"), STATE, {"submissionId": "s", "jobs": [{}]}),
        (lambda api: api.events("s", 0, 0), f"{STATE}/events", {"events": {}, "last": 0, "finished": True}),
        (lambda api: api.workers("p/b:1.0.0"), "GET /function-blocks/p/b/1.0.0/workers", [1]),
    ],
)
def test_answers_of_another_form_are_named(asking, call, path, answer):
    said = asking({path: answer}, call).text
    assert f"its answer to {path.partition(' ')[2]} is of another form" in said


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_some_answers_mean_to_come_again(asking, status):
    assert isinstance(
        asking({"*": (status, {"message": "busy"})}, lambda api: api.submission("s")), EngineUnavailable
    )


def test_a_connection_that_breaks_may_have_brought_the_request(asking):
    problem = asking({"*": BREAKS}, lambda api: api.submit({}))
    assert isinstance(problem, EngineUnavailable)
    assert problem.sent


def test_nobody_there_means_that_nothing_was_sent():
    with odd_engine({}) as server:
        url = server.url
    with EngineClient(Address(url), None) as client, pytest.raises(EngineUnavailable) as caught:
        EngineApi(client).check()
    assert not caught.value.sent
    assert caught.value.text.startswith(f"no engine answers at {url}: Connection refused\nhint: start one")


def test_an_engine_that_does_not_answer_in_time(monkeypatch):
    import socket

    monkeypatch.setattr(engine_client, "ANSWERING", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with EngineClient(Address(url), None) as client, pytest.raises(EngineUnavailable) as caught:
            EngineApi(client).check()
    assert "did not answer POST /version/compatibility in time" in caught.value.text
    assert caught.value.sent


def test_what_our_engine_refuses_is_told_in_its_words(asking):
    body = {"error": "InvalidParameters", "message": "no \x1b[1m", "hint": "try x", "faults": [{"path": "a"}]}
    problem = asking({SUBMIT: (422, body)}, lambda api: api.submit({}))
    assert isinstance(problem, EngineRefused)
    assert (problem.code, problem.said, problem.advice, problem.faults) == (
        "InvalidParameters",
        "no \\x1b[1m",
        "try x",
        [{"path": "a"}],
    )


def test_a_submission_that_the_engine_does_not_know(asking):
    body = {"statusCode": 404, "error": "UnknownSubmission", "message": "there is no submission s"}
    assert "knows no submission s" in asking({STATE: (404, body)}, lambda api: api.submission("s")).text


def test_names_in_paths_are_encoded():
    with odd_engine({"*": []}) as server, EngineClient(Address(f"{server.url}/base"), None) as client:
        EngineApi(client).workers("p q/b?:1.0.0")
        assert server.asked == ["GET /base/function-blocks/p%20q/b%3F/1.0.0/workers"]
