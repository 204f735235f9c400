"""Does one input again, by its seed or its file, and makes it smaller where it fails."""

from __future__ import annotations

import sys
from pathlib import Path

from campaigns.lint_fuzz.campaign import run, saved
from campaigns.lint_fuzz.checks import Failure, check
from campaigns.lint_fuzz.corpus import ROOT
from campaigns.lint_fuzz.inputs import Input, made
from campaigns.lint_fuzz.smaller import smaller

USAGE = "python -m campaigns.lint_fuzz SEED | FILE | --run FIRST COUNT [PROCESSES]"
SAVED = ROOT / "build" / "lint_fuzz"


def main(arguments: list[str]) -> int:
    """The number of failures; at most 1."""
    if arguments[:1] == ["--run"]:
        first, count, processes = (*map(int, arguments[1:]), 1)[:3]
        report = run(first, count, processes=processes, tell=lambda text: print(text, flush=True))
        print(report)
        return bool(report.failures)
    if len(arguments) != 1:
        print(USAGE)
        return 2
    given = (
        made(int(arguments[0]))
        if arguments[0].isdigit()
        else Input(0, "file", Path(arguments[0]).read_bytes())
    )
    outcome = check(given, everything=True)
    print(
        f"{given.kind}, {len(given.data)} bytes: {outcome.seconds:.2f} s of CPU in {outcome.use}, {outcome.megabytes:.0f} MB"
    )
    for failure in outcome.failures:
        print(f"\n{failure.kind}\n{failure.details}\nmade smaller: {shrunk(given, failure)}")
    return bool(outcome.failures)


def shrunk(given: Input, failure: Failure, *, seconds: float = 30.0) -> Path:
    """The file with the smallest input that fails in the same way."""

    def fails(data: bytes) -> bool:
        found = check(Input(given.seed, given.kind, data), everything=True).failures
        return any(other.kind == failure.kind for other in found)

    return saved(given.seed, failure.kind, smaller(given.data, fails, seconds=seconds), SAVED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
