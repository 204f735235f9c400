"""The characters of a scalar's value, found again in what was written."""

from __future__ import annotations

import pytest

from neops_blocks.source.scalars import ScalarMap

CASES = [
    ("plain", "show version", "", "show version", "version", "version"),
    ("doubled quote", "'it''s a b'", "'", "it's a b", "s a", "s a"),
    ("doubled quote itself", "'it''s'", "'", "it's", "'", "''"),
    ("escapes", '"a\\tb \\x41 c"', '"', "a\tb A c", "A", "\\x41"),
    ("behind escapes", '"a\\tb \\x41 c"', '"', "a\tb A c", "A c", "\\x41 c"),
    ("escaped line end", '"a\\\n   b c"', '"', "ab c", "b c", "b c"),
    ("folded", "a\n  b", "", "a b", "b", "b"),
    ("literal block", "|\n  a b\n    c\n", "|", "a b\n  c\n", "c", "c"),
    ("folded block", ">-\n  a\n  b\n\n  c", ">", "a b\nc", "c", "c"),
    ("header with a comment", "| # why\n  a\n", "|", "a\n", "a", "a"),
    ("line separator", "|\n  a\u2028  b\n", "|", "a\u2028b\n", "b", "b"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_word_of_a_value_is_found_in_its_source(case):
    _, raw, style, value, word, written = case
    start = value.index(word)
    found = ScalarMap(raw, style, value).range(start, start + len(word))
    assert raw[slice(*found)] == written


def test_a_value_that_is_not_that_of_the_source_has_no_places():
    assert ScalarMap("a b", "", "a c").range(0, 1) is None


def test_behind_the_end_is_the_end():
    assert ScalarMap("'ab'", "'", "ab").range(5, 9) == (3, 3)
    assert ScalarMap("''", "'", "").range(0, 3) == (0, 0)
