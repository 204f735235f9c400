"""The published worker as a process, for an engine: its own interpreter, its own environment, blocks of ours."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.peers import peer_environment

if TYPE_CHECKING:
    from lab.engine_fixtures import DevEngine

BLOCKS = Path(__file__).parent / "peer_blocks"
SOON = 30


class PublishedWorker:
    """`neops_worker` of the published SDK, with the shortest intervals that it knows (whole seconds).

    Attributes:
        name: under which the engine lists it.
        process: that runs.
    """

    def __init__(self, python: Path, engine: DevEngine, log: Path, *, name: str = "published") -> None:
        self.name = name
        self._engine = engine
        self._log = log
        settings = {
            "URL_BLACKBOARD": engine.url,
            "DIR_FUNCTION_BLOCKS": str(BLOCKS),
            "WORKER_NAME": name,
            "POLL_INTERVAL": "1",
            "HEARTBEAT_INTERVAL": "1",
        }
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(python), "-m", "neops_worker_sdk.cli.neops_worker"],
                env=peer_environment(our_sdk=False) | {"PYTHONDONTWRITEBYTECODE": "1"} | settings,
                cwd=log.parent,
                stdout=output,
                stderr=output,
            )

    def wait_until_ready(self) -> None:
        """Return when it polls, so all its blocks are registered."""
        while "Worker ready" not in self.log():
            assert self.process.poll() is None, self.log()
            time.sleep(0.02)

    def log(self) -> str:
        """What it wrote."""
        return self._log.read_text("utf-8", "replace")

    def seen(self) -> dict[str, Any]:
        """The worker as the engine sees it."""
        with self._engine.client() as http:
            [worker] = [one for one in http.get("/workers").json() if one["name"] == self.name]
        return worker

    def wait_until(self, state: str) -> None:
        """Return when the engine sees it in a state."""
        until = time.monotonic() + SOON
        while self.seen()["state"] != state:
            assert time.monotonic() < until, f"{self.seen()} is not {state}"
            time.sleep(0.05)

    def terminate(self) -> None:
        """SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(SOON)

    def stop(self) -> int:
        """SIGTERM, if it still runs; the exit code."""
        if self.process.poll() is None:
            self.terminate()
        return self.process.wait(SOON)
