"""Guesses of what the author meant."""

from __future__ import annotations

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    word=st.text("abcdeé_N", max_size=20),
    known=st.lists(st.text("abcdeé_N", max_size=20), max_size=20, unique_by=str.lower),
)
def test_looking_at_letters_first_leaves_no_near_word_out(word, known):
    near = get_close_matches(word.lower(), [name.lower() for name in known], n=1, cutoff=0.6)
    guess = closest(word, known)
    assert (guess.lower() if guess is not None else None) == (near[0] if near else None)


def test_a_letter_that_comes_often_is_counted():
    assert closest("a" * 12, ["a" * 13, "b" * 12]) == "a" * 13


def test_neither_a_huge_word_nor_a_huge_list_is_compared():
    assert closest("a" * 100, ["a" * 99]) is None
    assert closest("abc", [f"abd{number}" for number in range(1000)]) is None
    assert did_you_mean("abc", [f"abd{number}" for number in range(1000)]).startswith(
        "known here: abd0, abd1"
    )
