"""A process that works through inputs and tells about each in a line of JSON; the parent watches it."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from campaigns.lint_fuzz.checks import check
from campaigns.lint_fuzz.inputs import made

_MOST_CPU = 60
"""Seconds for one input, after which the system ends the process."""


def main(first: int, last: int, step: int) -> None:
    """Check every input from first up to, not including, last."""
    check(made(first))  # what is imported and cached on the way is no input's fault
    for seed in range(first, last, step):
        _limit()
        print(json.dumps({"seed": seed}), flush=True)
        given = made(seed)
        outcome = check(given)
        print(
            json.dumps({"seed": seed, "kind": given.kind, "size": len(given.data), **asdict(outcome)}),
            flush=True,
        )


def _limit() -> None:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime) + _MOST_CPU
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
