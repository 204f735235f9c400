"""Starting the emulated switches and stopping them, whatever happens."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.demo.answers import name
from neops_blocks.diagnostics import DriverFailure, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST, USER = "127.0.0.1", "demo"
PATIENCE = 5.0  # seconds for the process to end before it is killed


@dataclass(frozen=True)
class Lab:
    """Switches that are running.

    Attributes:
        inventory: an inventory file of all of them.
        password: their password, which the inventory looks up as the variable NEOPS_DEMO_PASSWORD.
        pid: the process they are in.
    """

    inventory: Path
    password: str = field(repr=False)
    pid: int

    @property
    def env(self) -> dict[str, str]:
        """The variables that the inventory refers to."""
        return {"NEOPS_DEMO_PASSWORD": self.password}


@contextlib.contextmanager
def start(count: int, latency: float) -> Iterator[Lab]:
    """Switches on free ports of the loopback interface, answering each command after `latency` seconds.

    Raises:
        MissingExtra: asyncssh is not installed.
        DriverFailure: they did not start.
    """
    if importlib.util.find_spec("asyncssh") is None:
        raise MissingExtra(
            "the demo needs the package asyncssh for its emulated devices",
            hint="install it: pip install 'asyncssh>=2.18'",
        )
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory(prefix="neops-demo-") as directory, _process(count, latency) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{password}\n")
        process.stdin.flush()
        said = process.stdout.readline()
        if not said:
            raise DriverFailure(f"the emulated devices did not start (exit code {process.wait(PATIENCE)})")
        ready = json.loads(said)
        yield Lab(_write(Path(directory), ready["ports"], ready["key"]), password, process.pid)


@contextlib.contextmanager
def _process(count: int, latency: float) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "neops_blocks.demo.server", str(count), str(latency)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _write(directory: Path, ports: list[int], key: str) -> Path:
    known_hosts = directory / "known_hosts"
    known_hosts.write_text("".join(f"[{HOST}]:{port} {key}\n" for port in ports), encoding="utf-8")
    inventory = directory / "inventory.yaml"
    content = {
        "defaults": {
            "host": HOST,
            "platform": "ios",
            "username": USER,
            "password": {"env": "NEOPS_DEMO_PASSWORD"},
            "host_key": "strict",
            "known_hosts": str(known_hosts),
        },
        "devices": [{"name": name(number), "port": port} for number, port in enumerate(ports, start=1)],
    }
    inventory.write_text(json.dumps(content), encoding="utf-8")
    return inventory
