"""The published client as a process in its own environment: its methods by name, what it made of the answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from lab.peers import peer_environment

BRIDGE = Path(__file__).parent / "client_bridge.py"


class Answer(NamedTuple):
    """What a call came to.

    Attributes:
        status: of the HTTP answer; 0 if the client could not read it.
        type: what the client made of the body.
        value: its content as JSON.
        raised: the name of the exception, if it raised one.
    """

    status: int
    type: str
    value: Any
    raised: str | None


class PublishedClient:
    """Calls methods of the client, on one connection to an engine.

    A method is given by its name and that of its API class, such as `WorkersApi.workers_controller_find_all`;
    arguments that are models, as their JSON.
    """

    def __init__(self, python: Path, url: str) -> None:
        self._process = subprocess.Popen(
            [str(python), str(BRIDGE), url],
            env=peer_environment(our_sdk=False),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def call(self, method: str, /, **arguments: Any) -> Answer:
        """Call a method."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"call": method, "arguments": arguments}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, f"the client's process ended during {method}"
        said = json.loads(line)
        return Answer(said["status"], said["type"], said["value"], said["raised"])

    def get(self, method: str, /, **arguments: Any) -> Any:
        """Call a method that succeeds; its value."""
        answer = self.call(method, **arguments)
        assert 200 <= answer.status < 300, f"{method}: {answer}"
        return answer.value

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
