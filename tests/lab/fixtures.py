"""Devices to test against: emulated ones on loopback, and real FRRouting routers in network namespaces."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LAB = Path(__file__).parent
LIFETIME = "900"
PORTS = range(10_000, 32_000)


@dataclass(frozen=True)
class Device:
    name: str
    host: str
    port: int
    username: str
    password: str
    platform: str


def inventory_text(devices: Sequence[Device]) -> str:
    return json.dumps({"devices": [vars(device) for device in devices]}, indent=1) + "\n"


class Emulator:
    """Emulated devices sw1..swN, all in one process."""

    def __init__(self, directory: Path, process: subprocess.Popen[str], base_port: int, count: int) -> None:
        self.directory = directory
        self.inventory = directory / "devices.yaml"
        self._process = process
        self.devices = tuple(
            Device(f"sw{i}", "127.0.0.1", base_port + i, "admin", "emulab", "ios")
            for i in range(1, count + 1)
        )
        self.inventory.write_text(inventory_text(self.devices))

    def set_faults(self, faults: Mapping[str, Any]) -> None:
        """{"sw1": "hang", "sw2-sw3": ["drip", "garbage"], "*": ...}; the next connection or command obeys."""
        write_faults(self.directory, faults)

    def log_events(self, event: str | None = None, device: str | None = None) -> list[dict[str, Any]]:
        """What reached the devices, oldest first: {t, device, event: login|denied|command|config, text}."""
        rows = [json.loads(line) for line in (self.directory / "log.jsonl").read_text().splitlines()]
        return [row for row in rows if event in (None, row["event"]) and device in (None, row["device"])]

    def forget_events(self) -> None:
        """Empty the log."""
        os.truncate(self.directory / "log.jsonl", 0)

    def stop(self) -> None:
        """End the process: every connection is cut, and the ports refuse."""
        self._process.terminate()
        self._process.communicate(timeout=10)


def write_faults(directory: Path, faults: Mapping[str, Any]) -> None:
    new = directory / "faults.new"
    new.write_text(json.dumps(faults))
    new.replace(directory / "faults.yaml")


def start_emulator(
    directory: Path,
    *,
    count: int = 3,
    latency: float = 0.0,
    faults: Mapping[str, Any] | None = None,
    transcript: Mapping[str, Any] | None = None,
    log: bool = True,
    enable: str | None = None,
    **settings: Any,
) -> Emulator:
    """Start devices on free ports; `transcript` is {commands, latency, devices}; settings are its options."""
    options = {"count": count, "latency": latency, "lifetime": LIFETIME, "enable": enable, **settings}
    options["faults"] = directory / "faults.yaml"
    write_faults(directory, faults or {})
    if transcript is not None:
        options["transcript"] = directory / "transcript.yaml"
        options["transcript"].write_text(json.dumps(transcript))
    if log:
        options["log"] = directory / "log.jsonl"
        options["log"].touch()
    words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if value is not None]
    said = ""
    for _ in range(20):
        base = random.choice(PORTS)
        process = subprocess.Popen(
            [sys.executable, str(LAB / "ssh-emulator"), f"--base-port={base}", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        if process.stdout.readline().startswith("ready"):
            return Emulator(directory, process, base, count)
        said = process.communicate(timeout=10)[1]
        if "already in use" not in said:
            break
    raise RuntimeError(f"the emulator did not start: {said}")


@contextlib.contextmanager
def emulators(new_directory: Callable[[], Path]) -> Iterator[Callable[..., Emulator]]:
    with contextlib.ExitStack() as stack:

        def make(**settings: Any) -> Emulator:
            made = start_emulator(new_directory(), **settings)
            stack.callback(made.stop)
            return made

        yield make


@pytest.fixture
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Emulator]]:
    """A function: emulator(count=3, latency=0.0, faults={...}, transcript={...}, enable=None) -> Emulator."""
    with emulators(lambda: tmp_path_factory.mktemp("emulator")) as make:
        yield make


@pytest.fixture(scope="session")
def session_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Emulator]]:
    """The same for devices that live until the end of the test session (of one xdist worker)."""
    with emulators(lambda: tmp_path_factory.mktemp("emulator")) as make:
        yield make


class FrrLab:
    """Real routers r1..rN; only programs run by exec() reach them."""

    def __init__(self, name: str, net: str) -> None:
        self.directory = Path("/run") / name
        self.inventory = self.directory / "inventory.yaml"
        self.known_hosts = self.directory / "known_hosts"
        self.key_file = self.directory / "id_ed25519"
        self.devices: tuple[Device, ...] = ()
        self._env = {
            **os.environ, "FRR_LAB_NAME": name, "FRR_LAB_DIR": str(self.directory), "FRR_LAB_NET": net
        }  # fmt: skip

    def call(self, *words: str, timeout: float = 120, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of frr-lab, such as ("daemon", "r1", "staticd", "stop")."""
        done = subprocess.run(
            [sys.executable, str(LAB / "frr-lab"), *words],
            env=self._env,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
        )
        if check and done.returncode:
            raise RuntimeError(f"frr-lab {' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return done

    def up(self, count: int, *, bgp: bool = False, lines: int = 20) -> None:
        self.call("up", str(count), f"--lines={lines}", *(["--bgp"] if bgp else []))
        rows = json.loads(self.call("inventory", "--json").stdout)["devices"]
        self.devices = tuple(Device(**row) for row in rows)

    def exec(self, argv: Sequence[str], *, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a program inside the lab's management namespace; a non-zero exit does not raise."""
        return self.call("exec", "--", *map(str, argv), timeout=timeout, check=False)

    def kill(self, router: str) -> None:
        self.call("kill", router)

    def start(self, router: str) -> None:
        self.call("start", router)

    def link(self, router: str, state: str) -> None:
        self.call("link", router, state)

    def vtysh(self, router: str, command: str) -> str:
        return self.call("vtysh", router, command).stdout

    def down(self) -> None:
        self.call("down", check=False)


def why_no_frr() -> str | None:
    if sys.platform != "linux" or os.geteuid():
        return "the FRR lab needs Linux and root: sudo make test"
    needed = ("/usr/lib/frr/zebra", "/usr/sbin/sshd", "/usr/bin/vtysh")
    missing = [path for path in needed if not Path(path).exists()] + ([] if shutil.which("ip") else ["ip"])
    if missing:
        return f"the FRR lab needs {', '.join(missing)}: apt-get install frr openssh-server iproute2"
    return None


@pytest.fixture(scope="module")
def frr_lab() -> Iterator[Callable[..., FrrLab]]:
    """A function: frr_lab(count=5, bgp=False, lines=20) -> FrrLab; a second call changes the same lab."""
    if (why := why_no_frr()) is not None:
        pytest.skip(why)
    own = os.getpid()
    lab = FrrLab(f"nbfrr{own}", f"10.{100 + own % 100}.{own // 100 % 250}")

    def make(count: int = 5, **settings: Any) -> FrrLab:
        lab.up(count, **settings)
        return lab

    try:
        yield make
    finally:
        lab.down()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "frr_lab" in names:
            item.add_marker("frr")
            item.add_marker("root")
        if "emulator" in names or "session_emulator" in names:
            item.add_marker("emulator")
