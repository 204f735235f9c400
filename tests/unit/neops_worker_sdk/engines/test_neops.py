"""The HTTP adapter against a server that answers what a test says and keeps what it was sent."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from neops_worker_sdk.engines import (
    EngineRefusedError,
    EngineUnavailableError,
    MalformedJob,
    PolledJob,
    ResultAlreadyThereError,
    UnknownWorkerError,
)
from neops_worker_sdk.engines.neops import NeopsEngine
from neops_worker_sdk.function_block import FunctionBlockParams, FunctionBlockResultData
from neops_worker_sdk.jobs import JobOutcome
from neops_worker_sdk.registry import Registration
from neops_worker_sdk.registry.dto import registration_dto

BLOCK = Registration(
    "ping", "d", "fb.t.io", "device", "check", FunctionBlockParams, FunctionBlockResultData, "x" * 400
)
CONTEXT = {"devices": [], "deviceGroups": [], "interfaces": []}
GOOD = {
    "jobId": "j1",
    "functionBlockId": "fb.t.io/ping:1.0.0",
    "parameters": {"a": 1},
    "context": CONTEXT,
    "type": "execute",
    "runOn": "device",
    "entityId": 5,
}


class Server:
    """Answers a path with (status, body); keeps (path, body, headers) of each request."""

    def __init__(self):
        self.answers, self.requests = {}, []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.requests.append(
                    (self.path, json.loads(content) if content else None, dict(self.headers))
                )
                status, body = server.answers.get(self.path, (201, None))
                data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self):
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def ask(server):
    """ask(lambda engine: coroutine, url=..., token=...): what comes of it."""

    def ask(call, url=None, **settings):
        async def main():
            engine = NeopsEngine(url or server.url, **settings)
            try:
                return await call(engine)
            finally:
                await engine.aclose()

        return asyncio.run(main())

    return ask


def poll(engine):
    return engine.poll("w1", [registration_dto(BLOCK)], 4, 1.0)


@pytest.mark.parametrize("status", [200, 201])
def test_the_version_check_takes_any_success(ask, server, status):
    server.answers["/version/compatibility"] = (
        status,
        {"compatible": False, "deprecated": True, "version": "1.2", "extensions": ["long-poll"]},
    )
    said = ask(lambda engine: engine.check_version())
    assert (said.compatible, said.deprecated, said.version, said.extensions) == (
        False,
        True,
        "1.2",
        {"long-poll"},
    )
    assert server.requests[0][1] == {"version": "0.43.0-beta.2", "library": "neops_workflow_engine_client"}


@pytest.mark.parametrize("body", [None, b"no json", [], {"compatible": "perhaps"}])
def test_an_answer_to_the_version_check_that_makes_no_sense_is_no_reason_to_stop(ask, server, body):
    server.answers["/version/compatibility"] = (200, body)
    assert ask(lambda engine: engine.check_version()).compatible


def test_a_worker_registers_with_what_it_knows_of_itself(ask, server):
    server.answers["/workers/register"] = (201, {"uuid": "w1", "state": "online"})
    assert ask(lambda engine: engine.register_worker("0.1", "w", None)) == "w1"
    assert server.requests[0][1] == {"version": "0.1", "name": "w"}


def test_a_block_registers_with_its_worker_and_a_help_text_that_engines_can_store(ask, server):
    dto = registration_dto(BLOCK).model_copy(update={"worker_id": "w1"})
    ask(lambda engine: engine.register_block(dto))
    body = server.requests[0][1]
    assert (body["workerId"], body["majorVersion"], body["fbType"]) == ("w1", 1, "check")
    assert len(body["markdownHelpText"]) == 255


def test_a_block_that_is_registered_already_is_no_error(ask, server):
    server.answers["/function-blocks/register"] = (409, None)
    ask(lambda engine: engine.register_block(registration_dto(BLOCK)))


def test_a_poll_names_exact_versions_and_a_limit(ask, server):
    server.answers["/blackboard/job"] = (201, [])
    assert ask(poll) == []
    assert server.requests[0][1] == {
        "functionBlockIds": [
            {"name": "ping", "package": "fb.t.io", "majorVersion": 1, "minorVersion": 0, "patchVersion": 0}
        ],
        "limit": 4,
        "workerId": "w1",
    }


def test_only_an_engine_that_announces_it_is_asked_to_wait(ask, server):
    server.answers["/version/compatibility"] = (201, {"extensions": ["long-poll"]})

    async def both(engine):
        await engine.check_version()
        await poll(engine)

    ask(both)
    assert server.requests[1][1]["waitSeconds"] == 1.0


@pytest.mark.parametrize("status", [200, 201])
def test_jobs_are_taken_whatever_success_the_engine_says(ask, server, status):
    server.answers["/blackboard/job"] = (status, [GOOD])
    (job,) = ask(poll)
    assert job == PolledJob("j1", "fb.t.io/ping:1.0.0", "execute", {"a": 1}, CONTEXT, "device", 5)


@pytest.mark.parametrize(
    ("bad", "reason", "job_id"),
    [
        ({**GOOD, "context": None}, "context", "j1"),
        ({key: value for key, value in GOOD.items() if key != "context"}, "context", "j1"),
        ({**GOOD, "type": "dance"}, "type", "j1"),
        ({**GOOD, "parameters": []}, "parameters", "j1"),
        ({**GOOD, "jobId": 7}, "jobId", None),
        (7, "a job is no object but int", None),
    ],
)
def test_a_malformed_job_does_not_cost_the_others(ask, server, bad, reason, job_id):
    server.answers["/blackboard/job"] = (201, [bad, {**GOOD, "jobId": "j2"}])
    malformed, good = ask(poll)
    assert isinstance(malformed, MalformedJob)
    assert (malformed.id, good.id) == (job_id, "j2")
    assert reason in malformed.reason


@pytest.mark.parametrize("body", [None, b"", b"null"])
def test_no_answer_to_a_poll_means_no_jobs(ask, server, body):
    server.answers["/blackboard/job"] = (201, body)
    assert ask(poll) == []


@pytest.mark.parametrize("call", [poll, lambda engine: engine.ping("w1")])
def test_an_unknown_worker_is_told_apart(ask, server, call):
    server.answers["/blackboard/job"] = server.answers["/workers/w1/ping"] = (404, {"message": "who?"})
    with pytest.raises(UnknownWorkerError, match="who"):
        ask(call)


def test_unregistering_a_worker_that_is_gone_is_no_error(ask, server):
    server.answers["/workers/w1/unregister"] = (404, None)
    ask(lambda engine: engine.unregister("w1"))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (409, ResultAlreadyThereError),
        (400, EngineRefusedError),
        (401, EngineRefusedError),
        (413, EngineRefusedError),
        (408, EngineUnavailableError),
        (429, EngineUnavailableError),
        (500, EngineUnavailableError),
        (503, EngineUnavailableError),
    ],
)
def test_every_refusal_of_a_result_is_of_its_kind(ask, server, status, error):
    server.answers["/blackboard/job/result"] = (status, {"message": "no"})
    with pytest.raises(error) as raised:
        ask(lambda engine: engine.push_result(b"{}"))
    assert (type(raised.value), raised.value.status) == (error, status)


def test_an_engine_that_is_not_there_is_unavailable_and_named(ask, server):
    server.stop()
    with pytest.raises(EngineUnavailableError, match=f"cannot reach {server.url}/workers/w1/ping"):
        ask(lambda engine: engine.ping("w1"))


def test_an_engine_that_does_not_answer_in_time_is_unavailable(ask):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(EngineUnavailableError, match=r"no answer from .* within 0\.1 s"):
            ask(lambda engine: engine.ping("w1"), url=url, timeout=0.1)


def test_an_address_that_is_none_is_refused_with_an_example(ask):
    with pytest.raises(EngineRefusedError, match="write for example http://127"):
        ask(lambda engine: engine.ping("w1"), url="engine:3030")


def test_a_slash_at_the_end_of_the_address_is_not_doubled(ask, server):
    ask(lambda engine: engine.ping("w1"), url=server.url + "/")
    assert server.requests[0][0] == "/workers/w1/ping"


def test_the_token_is_sent_as_bearer_and_a_missing_one_is_explained(ask, server):
    ask(lambda engine: engine.ping("w1"), token="s3cret")
    assert server.requests[0][2]["Authorization"] == "Bearer s3cret"
    server.answers["/workers/w1/ping"] = (401, {"message": "token"})
    with pytest.raises(EngineRefusedError, match="ENGINE_TOKEN"):
        ask(lambda engine: engine.ping("w1"))


def test_proxies_of_the_environment_do_not_stand_before_this_machine(ask, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    ask(lambda engine: engine.ping("w1"))


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (
            JobOutcome("j1", success=True, message="hi", data={"out": "hey"}),
            {
                "jobExecutionId": "j1",
                "status": "success",
                "result": {"success": True, "message": "hi", "data": {"out": "hey"}},
            },
        ),
        (
            JobOutcome("j2", success=False, message="boom", db_updates=[{"operation": "delete"}]),
            {
                "jobExecutionId": "j2",
                "status": "failed",
                "result": {"success": False, "message": "boom [2 of 3 devices failed]"},
            },
        ),
        (
            JobOutcome("j3", success=True, message="acq", acquires=[{"type": "context"}]),
            {
                "jobExecutionId": "j3",
                "status": "success",
                "result": {"success": True, "message": "acq"},
                "acquires": [{"type": "context"}],
            },
        ),
    ],
)
def test_results_have_the_published_form(outcome, expected):
    engine = NeopsEngine("http://127.0.0.1:1")
    failed = "2 of 3 devices failed" if outcome.message == "boom" else None
    assert engine.result_body(outcome, {"hosts": {}}, failed) == expected
    asyncio.run(engine.aclose())


def log(job, level, text):
    return {
        "jobId": job,
        "at": "2026-01-01T00:00:00.000Z",
        "kind": "log",
        "level": level,
        "text": text,
        "context": {"block": "fb.t.io/ping:1.0.0", "step": "s"},
    }


def test_log_lines_go_to_the_published_endpoint_those_of_one_job_and_level_together(ask, server):
    events = [
        log("j1", "info", "a"),
        log("j1", "info", "b"),
        {"kind": "host_started"},
        log("j1", "warning", "c"),
    ]
    ask(lambda engine: engine.send_events("w1", events))
    sent = [(body["jobId"], body["logLevel"], body["logEntry"]) for _, body, _ in server.requests]
    assert sent == [("j1", "info", "a step=s\nb step=s"), ("j1", "warn", "c step=s")]
    assert (
        server.requests[0][1]["functionBlockId"]
        == server.requests[0][1]["workflowId"]
        == "fb.t.io/ping:1.0.0"
    )
