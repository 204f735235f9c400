"""How long one command on many devices takes: ours, plain netmiko in threads, and Nornir.

    python benchmarks/fan_out.py [--devices 50] [--latency 1.0] [--runs 5]

Every contender is a process of its own; the runs are interleaved, so that a busy machine is unfair to nobody.
`whole` is the process from start to exit; `work`, by the contender's own clock, is from the first connect to
the last result.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
CONTENDERS = HERE / "contenders"
SEED = HERE.parent / "examples" / "python_blocks" / "parallel_collect.py"
sys.path.insert(0, str(HERE.parent / "tests"))
BASE = "netmiko in threads"


def contenders(inventory: Path, group: str | None) -> dict[str, list[str]]:
    script = [sys.executable]
    run = [str(Path(sys.executable).with_name("neops-blocks")), "run"]
    options = ["-i", str(inventory), "--format", "json", *(["-g", group] if group else [])]
    return {
        "YAML block": [*run, str(CONTENDERS / "show_version.block.yaml"), *options],
        "Python block, netmiko": [*run, f"{SEED}:ParallelCollect", "-p", "command=show version", *options],
        "our driver in threads": [*script, str(CONTENDERS / "driver_threads.py"), str(inventory)],
        BASE: [*script, str(CONTENDERS / "netmiko_threads.py"), str(inventory)],
        "Nornir": [*script, str(CONTENDERS / "nornir_threads.py"), str(inventory)],
    }


def measure(command: list[str], devices: int) -> tuple[float, float]:
    """Seconds of the whole process, and of its work. Raises RuntimeError unless every device answered."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    whole = time.perf_counter() - start
    try:
        answer = json.loads(done.stdout)
        good = answer["good"] if "good" in answer else len(answer["data"]["outputs"])
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(f"exit {done.returncode}: {(done.stderr or done.stdout).strip()[-400:]}") from None
    if good != devices:
        raise RuntimeError(f"{good} of {devices} devices answered")
    return whole, answer.get("work", answer.get("elapsed"))


def main() -> int:
    from lab.fixtures import start_emulator

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devices", type=int, default=50)
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--group", help="the group option of neops-blocks run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        lab = start_emulator(Path(directory), count=given.devices, latency=given.latency, log=False)
        try:
            times = race(contenders(lab.inventory, given.group), given.runs, given.devices)
        finally:
            lab.stop()
    show(times, given)
    return 0


def race(commands: dict[str, list[str]], runs: int, devices: int) -> dict[str, list[tuple[float, float]]]:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in list(commands.items()):
            try:
                times[name].append(measure(command, devices))
            except RuntimeError as error:
                print(f"{name}: left out: {error}", file=sys.stderr)
                del commands[name]
    return times


def show(times: dict[str, list[tuple[float, float]]], given: argparse.Namespace) -> None:
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)]
        for name, rows in times.items()
        if rows
    }
    base = medians.get(BASE)
    print(f"{given.devices} devices, {given.latency:g} s latency; medians of {given.runs} interleaved runs")
    print(f"{'':24}{'whole':>8}{'ratio':>8}{'work':>8}{'ratio':>8}")
    for name, (whole, work) in medians.items():
        ratios = (whole / base[0], work / base[1]) if base else (1.0, 1.0)
        print(f"{name:24}{whole:8.2f}{ratios[0]:8.2f}{work:8.2f}{ratios[1]:8.2f}")


if __name__ == "__main__":
    sys.exit(main())
