"""Workers in processes of their own: real signals, real kills, real files; and what they wrote."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

STARTING = 30
COMMAND = (sys.executable, "-m", "neops_blocks.cli", "worker")
SERVING = re.compile(r"Worker (\S+) serves (\d+) blocks? for ")
QUICK = {"HEARTBEAT_INTERVAL": "0.5", "POLL_INTERVAL": "0.2", "SHUTDOWN_TIMEOUT": "10"}


class WorkerProcess:
    """`neops-blocks worker` in a directory of its own, which is its home too.

    Attributes:
        directory: its working directory; `state` in it has the outbox.
        process: that runs now.
    """

    def __init__(
        self,
        directory: Path,
        *arguments: str,
        env: Mapping[str, str | None] | None = None,
        command: tuple[str, ...] = COMMAND,
    ) -> None:
        self.directory = directory
        self.process: subprocess.Popen[bytes] | None = None
        self._command = (*command, *arguments)
        self._errors = directory / "worker.err"
        self._output = directory / "worker.out"
        own = {"HOME": str(directory), "STATE_DIR": str(directory / "state")}
        settings = {**os.environ, **QUICK, **own, **(env or {})}
        self._env = {name: value for name, value in settings.items() if value is not None}
        self._begin = 0

    def start(self) -> WorkerProcess:
        """Start it; returns at once."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self._errors.open("ab") as errors, self._output.open("ab") as output:
            self._begin = errors.tell()
            self.process = subprocess.Popen(
                self._command,
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                env=self._env,
            )
        return self

    def serving(self) -> str:
        """Wait until it polls; its id."""
        return self.says(SERVING)[1]

    def says(self, pattern: str | re.Pattern[str], seconds: float = STARTING) -> re.Match[str]:
        """Wait until what it wrote since its start has `pattern`."""
        assert self.process is not None
        end = time.monotonic() + seconds
        while True:
            ended = self.process.poll() is not None or time.monotonic() > end
            found = re.search(pattern, self.log())
            if found:
                return found
            assert not ended, f"{pattern} is not in what the worker wrote:\n{self.log()}"
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.02)

    def log(self) -> str:
        """What it wrote since its last start."""
        written = self._output.read_bytes() + self._errors.read_bytes()[self._begin :]
        return written.decode("utf-8", "replace")

    def kill(self) -> None:
        """kill -9."""
        self.send(signal.SIGKILL)
        self.ends()

    def stop(self, seconds: float = STARTING) -> int:
        """SIGTERM; the exit code, negative if the signal itself ended it."""
        self.send(signal.SIGTERM)
        return self.ends(seconds)

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def ends(self, seconds: float = STARTING) -> int:
        """Wait for its end; the exit code."""
        assert self.process is not None
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the worker did not end within {seconds} s:\n{self.log()}") from None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None


def outbox_rows(state: Path) -> dict[str, str]:
    """The state of each job in the outboxes below `state`; for workers that do not run."""
    rows: dict[str, str] = {}
    for path in state.glob("*/outbox-*.sqlite3"):
        with contextlib.closing(sqlite3.connect(path)) as db:
            rows |= dict(db.execute("SELECT job_id, state FROM jobs").fetchall())
    return rows


@contextlib.contextmanager
def worker_processes(root: Path) -> Iterator[Callable[..., WorkerProcess]]:
    """start(engine URL, blocks, *arguments, name=..., env=..., serving=True): a started worker; all end at last."""
    started: list[WorkerProcess] = []

    def start(
        engine: str | None,
        blocks: Path | None,
        *arguments: str,
        name: str = "w",
        env: Mapping[str, str | None] | None = None,
        serving: bool = True,
        command: tuple[str, ...] = COMMAND,
    ) -> WorkerProcess:
        given = {"URL_BLACKBOARD": engine, "DIR_FUNCTION_BLOCKS": str(blocks) if blocks else None}
        worker = WorkerProcess(
            root / name, *arguments, env={**given, "WORKER_NAME": name, **(env or {})}, command=command
        )
        started.append(worker)
        worker.start()
        if serving:
            worker.serving()
        return worker

    try:
        yield start
    finally:
        for worker in started:
            if worker.alive:
                worker.kill()


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., WorkerProcess]]:
    """Starts workers below the test's directory, see `worker_processes`."""
    with worker_processes(tmp_path / "workers") as start:
        yield start
