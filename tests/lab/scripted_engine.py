"""An engine that does what a test says: for what a sound engine never does to a worker."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EMPTY = {"devices": [], "deviceGroups": [], "interfaces": []}
KINDS = {
    "compatibility": r"/version/compatibility",
    "register": r"/workers/register",
    "block": r"/function-blocks/register",
    "ping": r"/workers/[^/]+/ping",
    "unregister": r"/workers/[^/]+/unregister",
    "poll": r"/blackboard/job",
    "result": r"/blackboard/job/result",
    "log": r"/blackboard/job/log",
    "events": r"/dev/events",
}
SUCCESS = {"ping": 200, "unregister": 200}


@dataclass(frozen=True)
class Request:
    """What a worker asked."""

    kind: str
    path: str
    body: Any
    at: float = field(default_factory=time.monotonic)


class ScriptedEngine(ThreadingHTTPServer):
    """Speaks the blackboard API, without extensions, but for what `rules` say.

    Attributes:
        rules: by kind of request, see `KINDS`: what gives (status, body), or None for the usual answer.
        prefix: below which paths the API is.
        batches: what the next polls are answered with.
        requests: in their order.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.prefix = ""
        self.rules: dict[str, Callable[[Request], tuple[int, Any] | None]] = {}
        self.batches: list[Any] = []
        self.requests: list[Request] = []
        self._changed = threading.Condition()
        self._workers = 0

    def asked(self, kind: str) -> list[Request]:
        """The requests of one kind."""
        with self._changed:
            return [request for request in self.requests if request.kind == kind]

    def results(self, job_id: str) -> list[Any]:
        """Every result that was pushed for a job."""
        return [one.body for one in self.asked("result") if one.body["jobExecutionId"] == job_id]

    def wait(self, what: Callable[[], Any], seconds: float = 20) -> Any:
        """Wait until `what` gives something true."""
        end = time.monotonic() + seconds
        while not (found := what()):
            with self._changed:
                assert self._changed.wait(min(0.2, max(0, end - time.monotonic()))) or time.monotonic() < end
        return found

    def result(self, job_id: str, seconds: float = 20) -> Any:
        """Wait for the result of a job."""
        return self.wait(lambda: self.results(job_id), seconds)[0]

    def answer(self, request: Request) -> tuple[int, Any]:
        """Keep a request and decide what to say."""
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
        rule = self.rules.get(request.kind)
        said = rule(request) if rule is not None else None
        return said if said is not None else self._usual(request)

    def _usual(self, request: Request) -> tuple[int, Any]:
        body: Any = {"success": True}
        if request.kind == "compatibility":
            body = {"compatible": True, "deprecated": False, "version": "1", **request.body}
        elif request.kind == "register":
            self._workers += 1
            body = {"uuid": f"worker-{self._workers}", "version": "1", "state": "online"}
        elif request.kind == "poll":
            with self._changed:
                body = self.batches.pop(0) if self.batches else []
        return SUCCESS.get(request.kind, 201), body

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that was killed leaves broken connections; they are nobody's concern."""


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedEngine
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        assert self.path.startswith(self.server.prefix)
        path = self.path.removeprefix(self.server.prefix)
        kind = next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path))
        body = json.loads(content) if content else None
        status, said = self.server.answer(Request(kind, self.path, body))
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        pass


@contextlib.contextmanager
def scripted_engine() -> Iterator[ScriptedEngine]:
    """Serves until the end of the block."""
    with ScriptedEngine() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def a_job(job_id: str, block: str = "fb.test/fine:1.0.0", **fields: Any) -> dict[str, Any]:
    """A job as it is handed out."""
    usual = {"parameters": {}, "context": EMPTY, "type": "execute", "runOn": "global", "entityId": None}
    return {"jobId": job_id, "functionBlockId": block, "stepLabel": None, **usual, **fields}
