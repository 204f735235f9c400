"""Guesses of what the author meant."""

from __future__ import annotations

import pytest

from neops_blocks.diagnostics import closest, did_you_mean


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("timout", ["timeout", "name"], "timeout"),
        ("TIMEOUT", ["timeout"], "timeout"),
        ("xyz", ["timeout"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_known_word_is_found(word, known, expected):
    assert closest(word, known) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("timout", ["timeout", "name"], "did you mean 'timeout'?"),
        ("xyz", ["timeout", "name"], "keys here: name, timeout"),
        ("xyz", [f"k{i}" for i in range(9)], "keys here: k0, k1, k2, k3, k4, k5, k6, k7, ..."),
        ("xyz", [], "keys here: none"),
    ],
)
def test_the_help_names_it_or_what_there_is(word, known, expected):
    assert did_you_mean(word, known, what="keys here") == expected
