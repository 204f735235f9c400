"""Whatever a file holds: lint says so in a second, with bounded memory, and the same with both parsers of YAML.

Mutated and random inputs, each made from its seed, in processes that are watched. Few in CI, 100,000 by
make soak. The message of a failure says how to see it again.
"""

from __future__ import annotations

import os

import pytest

from campaigns.lint_fuzz.campaign import again, run
from campaigns.lint_fuzz.checks import check
from campaigns.lint_fuzz.inputs import KINDS, Input, made
from campaigns.lint_fuzz.parsers import DIVERGENCES, difference, known
from campaigns.lint_fuzz.smaller import smaller

LONG = bool(os.environ.get("NEOPS_SOAK"))
INPUTS = 100_000 if LONG else 300
SHOWN = 3
SEED = int(os.environ.get("NEOPS_SEED", "0"))


@pytest.mark.soak
@pytest.mark.timeout(4 * 3600 if LONG else 120)
def test_nothing_raises_hangs_or_needs_much_memory(capsys):
    report = run(SEED, INPUTS)
    with capsys.disabled():
        if LONG:
            print(f"\n{report}")
    examples = {kind: seed for seed, kind, _ in report.failures}
    assert not examples, "\n".join([str(report), *map(again, list(examples.values())[:SHOWN])])
    assert sum(report.inputs.values()) == INPUTS


def test_an_input_is_the_same_for_the_same_seed():
    assert [made(seed) for seed in range(60)] == [made(seed) for seed in range(60)]


def test_every_kind_of_input_comes():
    assert {made(seed).kind for seed in range(1500)} == set(KINDS)


@pytest.mark.parametrize("divergence", DIVERGENCES, ids=lambda divergence: divergence.name)
def test_a_known_difference_of_the_parsers_is_one(divergence):
    assert difference(divergence.example) is not None
    assert known(divergence.example) == divergence.name
    assert difference("a: [b\n") is None


def test_what_fails_is_found_and_made_smaller(monkeypatch):
    def broken(data, file):
        raise ZeroDivisionError if b"x" in data else ValueError

    monkeypatch.setattr("campaigns.lint_fuzz.checks.load_bytes", broken)
    data = b"first: 1\nsecond: x y\nthird: 3\n"
    [failure] = [found for found in check(Input(1, "given", data)).failures if found.kind != "memory"]
    assert failure.kind.startswith("ZeroDivisionError in lint")

    def fails(tried):
        return any(found.kind == failure.kind for found in check(Input(1, "given", tried)).failures)

    assert smaller(data, fails, seconds=5) == b"x"
