"""A server on loopback that answers what a test says: what else may listen where an engine is expected."""

from __future__ import annotations

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BREAKS = object()
"""Instead of an answer: the connection breaks."""


class OddEngine(ThreadingHTTPServer):
    """Answers by "METHOD /path", or "*" for the rest: a value as JSON, bytes as they are, (status, value), `BREAKS`.

    Attributes:
        url: where it listens.
        asked: the requests, as in the keys of the answers.
        bodies: what was sent with the posts.
    """

    daemon_threads = True

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.bodies: list[Any] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: OddEngine
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        what = f"{self.command} {self.path.partition('?')[0]}"
        self.server.asked.append(what)
        if length := int(self.headers.get("content-length", 0)):
            self.server.bodies.append(json.loads(self.rfile.read(length)))
        answer = self.server.answers.get(what, self.server.answers.get("*", (404, "nothing here")))
        if answer is BREAKS:
            self.close_connection = True
            return
        status, value = answer if isinstance(answer, tuple) else (200, answer)
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "text/html" if isinstance(value, bytes) else "application/json")
        self.send_header("content-length", str(len(content)))
        if 300 <= status < 400:
            self.send_header("location", str(value))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _answer

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def odd_engine(answers: Mapping[str, Any]) -> Iterator[OddEngine]:
    """Serves until the end of the block."""
    with OddEngine(answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
