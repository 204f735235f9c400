"""Runs many inputs in processes of their own, and says what was found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from campaigns.lint_fuzz.corpus import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_AGAIN = 300
_TOLD = 2_000
"""Inputs between two words about the progress."""
_SILENCE = 600.0
"""Seconds without a word from a worker, after which it hangs, however busy the machine is."""


@dataclass
class Report:
    """What a campaign found.

    Attributes:
        inputs: how many of each kind.
        failures: seed, kind of failure and details.
        slowest: the inputs that took most CPU: seconds, use, seed, kind, bytes.
        slowest_fix: the most seconds for all fixes of a file.
        largest: those with most memory: megabytes, of them for the input, seed, kind, bytes.
        divergences: how many inputs have each known difference of the parsers.
        held_back: how many fixes of each code were not done, because they would have changed something else.
    """

    inputs: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    failures: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: list[tuple[float, str, int, str, int]] = field(default_factory=list)
    slowest_fix: float = 0.0
    largest: list[tuple[float, float, int, str, int]] = field(default_factory=list)
    divergences: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    tell: Callable[[str], None] = lambda _: None

    def add(self, told: dict[str, Any]) -> None:
        """What a worker told about an input."""
        seed, kind, size = told["seed"], told["kind"], told["size"]
        self.inputs[kind] += 1
        self.bytes += size
        for failure in told["failures"]:
            self.fail(seed, failure["kind"], failure["details"])
        if not sum(self.inputs.values()) % _TOLD:
            self.tell(f"{sum(self.inputs.values())} inputs, {len(self.failures)} failures")
        self.slowest = sorted(
            [*self.slowest, (told["seconds"], told["use"], seed, kind, size)], reverse=True
        )[:10]
        self.largest = sorted(
            [*self.largest, (told["megabytes"], told["grown"], seed, kind, size)], reverse=True
        )[:10]
        self.slowest_fix = max(self.slowest_fix, told["seconds_of_fix"])
        self.divergences.update(told["divergences"])
        self.held_back.update(told["held_back"])

    def fail(self, seed: int, kind: str, details: str) -> None:
        """An input has failed."""
        self.failures.append((seed, kind, details))
        self.tell(f"{kind}: {command(seed)}")

    def __str__(self) -> str:
        lines = [f"{sum(self.inputs.values())} inputs, {self.bytes / 1e6:.0f} MB"]
        lines += [f"  {count:6} {kind}" for kind, count in self.inputs.most_common()]
        lines += ["slowest, in seconds of CPU:"]
        lines += [
            f"  {seconds:.2f} {use}: seed {seed}, {kind}, {size} bytes"
            for seconds, use, seed, kind, size in self.slowest[:5]
        ]
        lines += [
            f"slowest fixes of a file: {self.slowest_fix:.2f}",
            "most memory, in MB of the process, and on top of what it had:",
        ]
        lines += [
            f"  {most:.0f}, {grown:.0f}: seed {seed}, {kind}, {size} bytes"
            for most, grown, seed, kind, size in self.largest[:5]
        ]
        lines += [
            "known differences of the parsers:",
            *(f"  {count:6} {name}" for name, count in self.divergences.most_common()),
        ]
        lines += [
            "fixes held back:",
            *(f"  {count:6} {code}" for code, count in self.held_back.most_common()),
        ]
        if self.failures:
            lines += [
                f"{len(self.failures)} failures:",
                *(
                    f"  {count:6} {kind}"
                    for kind, count in Counter(kind for _, kind, _ in self.failures).most_common()
                ),
            ]
            lines += [
                f"\nseed {seed}: {kind}\n{details}\nreproduce: {command(seed)}"
                for seed, kind, details in self.failures[:20]
            ]
        return "\n".join(lines)


def command(seed: int) -> str:
    """What to type to see a failure again, made smaller."""
    return f"PYTHONPATH=tests python -m campaigns.lint_fuzz {seed}"


def run(
    first: int, count: int, *, processes: int = 2, tell: Callable[[str], None] = lambda _: None
) -> Report:
    """Check so many inputs, from a seed on; `tell` hears of every failure and of the progress."""
    report = Report(tell=tell)
    watchers = [
        threading.Thread(target=_watch, args=(report, first + number, first + count, processes), daemon=True)
        for number in range(processes)
    ]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    report.failures.sort()
    return report


_ADDING = threading.Lock()


def _watch(report: Report, first: int, last: int, step: int) -> None:
    """Keep a worker going; one that ends before its time has failed, and another one goes on behind its input."""
    seed = first
    while seed < last:
        begun, why = _work(report, seed, last, step)
        if begun is None:
            return
        with _ADDING:
            report.fail(begun, "process ended", why)
        seed = begun + step


def _work(report: Report, first: int, last: int, step: int) -> tuple[int | None, str]:
    """The input at which a worker ended, and why; None where it is through."""
    tests = ROOT / "tests"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tests), os.environ.get("PYTHONPATH", "")]),
    }
    arguments = [sys.executable, "-m", "campaigns.lint_fuzz.worker", str(first), str(last), str(step)]
    begun: int | None = first
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tests
    ) as worker:
        silent = threading.Event()
        for line in _lines(worker, silent):
            told = json.loads(line)
            if "kind" not in told:
                begun = told["seed"]
                continue
            begun = None
            with _ADDING:
                report.add(told)
        _, errors = worker.communicate()
    if worker.returncode == 0:
        return None, ""
    why = "it hangs" if silent.is_set() else f"exit status {worker.returncode}"
    return begun if begun is not None else first, f"{why}\n{errors[-2000:]}"


def _lines(worker: subprocess.Popen[str], silent: threading.Event) -> Any:
    """The lines of a worker; one that is silent for too long is ended."""
    assert worker.stdout is not None

    def end() -> None:
        silent.set()
        worker.kill()

    while True:
        timer = threading.Timer(_SILENCE, end)
        timer.start()
        line = worker.stdout.readline()
        timer.cancel()
        if not line:
            return
        yield line


def again(seed: int) -> str:
    """What is said about an input that failed when it is done again, made smaller, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    arguments = [sys.executable, "-m", "campaigns.lint_fuzz", str(seed)]
    try:
        done = subprocess.run(
            arguments, capture_output=True, text=True, env=environment, timeout=_AGAIN, check=False
        )
    except subprocess.TimeoutExpired:
        return f"seed {seed}: not made smaller in {_AGAIN} seconds"
    return done.stdout or f"exit status {done.returncode}"


def saved(seed: int, kind: str, data: bytes, directory: Path) -> Path:
    """The file that an input was written to."""
    directory.mkdir(parents=True, exist_ok=True)
    name = "".join(character if character.isalnum() else "-" for character in kind)[:60]
    path = directory / f"{seed}-{name}.block.yaml"
    path.write_bytes(data)
    return path
