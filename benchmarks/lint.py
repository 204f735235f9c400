"""How long `neops-blocks lint` takes beside yamllint and check-jsonschema, on the same files.

`python benchmarks/lint.py` prints medians of interleaved runs, and ratios: for one block of 60 lines
that nobody has seen before, and for 1,000 of them. yamllint looks at the style of YAML, check-
jsonschema at its structure by our published schema; neither reads an expression. They are started as
commands, never imported. `pip install --group bench` brings both.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schemas" / "function-block.v1.json"
BLOCK = (ROOT / "tests/unit/neops_blocks/lint/fixtures/good/interface_errors.block.yaml").read_text(
    encoding="utf-8"
)
RELAXED = "{extends: relaxed, rules: {line-length: disable}}"
BIN = Path(sys.executable).parent


def commands(files: Path, cache: Path) -> dict[str, list[str]]:
    """What is compared."""
    ours = [str(BIN / "neops-blocks"), "lint", str(files), "--cache-dir"]
    paths = [str(path) for path in sorted(files.iterdir())] if files.is_dir() else [str(files)]
    return {
        "neops-blocks lint, nothing known": [*ours, str(cache / "ROUND")],
        "the same in one process": [*ours, str(cache / "ROUND-1"), "--jobs", "1"],
        "neops-blocks lint, nothing changed": [*ours, str(cache / "known")],
        "yamllint": [str(BIN / "yamllint"), "-d", RELAXED, str(files)],
        "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(SCHEMA), *paths],
    }


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds of the clock and of the processors; it has to find nothing."""
    started = time.perf_counter()
    with Path(os.devnull).open("wb") as nothing:
        actions = [(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)]
        process = os.posix_spawn(command[0], command, environment, file_actions=actions)
        _, status, used = os.wait4(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return time.perf_counter() - started, used.ru_utime + used.ru_stime


def measure(what: str, files: Path, rounds: int, environment: dict[str, str], directory: Path) -> None:
    """One table."""
    times: dict[str, list[tuple[float, float]]] = {}
    for number in range(-1, rounds):
        for name, command in commands(files, directory / files.name).items():
            taken = run([part.replace("ROUND", str(number)) for part in command], environment)
            if number >= 0:
                times.setdefault(name, []).append(taken)
    clock = {name: statistics.median(wall for wall, _ in taken) for name, taken in times.items()}
    first = next(iter(clock.values()))
    print(f"\n{what}, median of {rounds}\n{'':36}{'clock, s':>10}{'CPU, s':>10}{'ratio':>10}")
    for name, taken in times.items():
        cpu = statistics.median(cpu for _, cpu in taken)
        print(f"{name:36}{clock[name]:10.2f}{cpu:10.2f}{clock[name] / first:10.2f}")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--files", type=int, default=1000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        environment = {
            **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(directory / "bytecode"),
        }
        one, many = directory / "one.block.yaml", directory / "many"
        one.write_text(BLOCK, encoding="utf-8")
        many.mkdir()
        for number in range(given.files):
            text = BLOCK.replace("\nname: ", f"\nname: b{number}_", 1)
            (many / f"b{number:04}.block.yaml").write_text(text, encoding="utf-8")
        measure("one block of 60 lines", one, 4 * given.rounds, environment, directory / "cache")
        measure(f"{given.files} blocks of 60 lines", many, given.rounds, environment, directory / "cache")


if __name__ == "__main__":
    main()
