"""The development engine in a process of its own: real HTTP, a real database file, real kills."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

STARTING = 30


class DevEngine:
    """`neops-blocks engine` on a free port of the loopback interface.

    Attributes:
        url: where it listens; the same after `restart`.
        database: its SQLite file.
        process: that runs now.
    """

    def __init__(self, database: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self.database = database
        self.url = ""
        self.process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._log = database.with_suffix(".log")
        self._arguments = arguments
        self._env = {**os.environ, **(env or {})}

    def start(self) -> None:
        """Start it, on the port it had before; returns when it answers."""
        with self._log.open("ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "neops_blocks.cli", "engine", "--port", str(self._port)),
                    *("--db", str(self.database), *self._arguments),
                ],
                stdout=log,
                stderr=log,
                env=self._env,
            )
        self._port = int(self._wait_for(re.compile(rb"listens on http://\S+:(\d+),"), begin))
        self.url = f"http://127.0.0.1:{self._port}"

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Start it again after `kill` or `stop`, with the same database on the same port."""
        self.start()

    def log(self) -> str:
        """What it wrote to standard error."""
        return self._log.read_text("utf-8", "replace")

    def client(self, **options: Any) -> httpx.Client:
        """An HTTP client for it; close it."""
        return httpx.Client(base_url=self.url, trust_env=False, timeout=40, **options)

    def _end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(STARTING)
        self.process = None
        return code

    def _wait_for(self, pattern: re.Pattern[bytes], begin: int) -> bytes:
        """The first group of a line that it writes."""
        assert self.process is not None
        while True:
            ended = self.process.poll() is not None
            found = pattern.search(self._log.read_bytes()[begin:])
            if found:
                return found[1]
            if ended:
                raise AssertionError(f"the engine did not start: {self.log()}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.02)


@pytest.fixture
def start_dev_engine(tmp_path: Path) -> Iterator[Callable[..., DevEngine]]:
    """Starts engines: further arguments of the command, `env` with thresholds or the like, `name` of the file."""
    engines: list[DevEngine] = []

    def start(*arguments: str, env: Mapping[str, str] | None = None, name: str = "engine") -> DevEngine:
        engine = DevEngine(tmp_path / f"{name}.sqlite", *arguments, env=env)
        engines.append(engine)
        engine.start()
        return engine

    try:
        yield start
    finally:
        for engine in engines:
            if engine.process is not None:
                engine.stop()


@pytest.fixture
def dev_engine(start_dev_engine: Callable[..., DevEngine]) -> DevEngine:
    """One engine with the defaults."""
    return start_dev_engine()
