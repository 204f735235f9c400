"""Tabs in YAML are mended where one reading fits only."""

from __future__ import annotations

import pytest

from neops_blocks.lint.edits import edited
from neops_blocks.source import load

MENDED = {
    "all lines": ("a:\n\t- b: 1\n\t  c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
    "lines between others": ("a:\n  - b: 1\n\tc: 2\n    # of d\n\td: 3\n", "a:\n  - b: 1\n    c: 2\n    # of d\n    d: 3\n"),
    "eight columns": ("a:\n      - b:\n\tc: 1\n", "a:\n      - b:\n        c: 1\n"),
    "a comment": ("a: 1\n\t# why\nb: 2\n", "a: 1\n  # why\nb: 2\n"),
    "an empty line": ("a:\n  b: 1\n\t \n  c: 2\n", "a:\n  b: 1\n\n  c: 2\n"),
    "an empty line in a text": ("a: |\n  b\n\t\n  c\td\n", "a: |\n  b\n\n  c\td\n"),
    "a text that goes on": ("a: one\n\ttwo\n", "a: one\n  two\n"),
    "behind a dash": ("a:\n-\tb: 1\n  c: 2\n", "a:\n- b: 1\n  c: 2\n"),
    "behind a dash, of two": ("- \tb\n", "-  b\n"),
    "other errors below": ("a:\n\tb: 1\nc: d: e\n", "a:\n  b: 1\nc: d: e\n"),
    "another one behind other errors": (
        "a:\n  - b: 1\n\tc: 2\nd: e: f\ng:\n  - h: 1\n\ti: 2\n", "a:\n  - b: 1\n    c: 2\nd: e: f\ng:\n  - h: 1\n\ti: 2\n"
    ),
    "line ends that only YAML knows": ("a: 1\x85\x85b:\n  - c: x\n\td: 2\n", "a: 1\x85\x85b:\n  - c: x\n    d: 2\n"),
    "CRLF": ("a:\r\n\tb: 1\r\n", "a:\r\n  b: 1\r\n"),
    "a byte order mark": ("\ufeffa:\n\tb: 1\n", "\ufeffa:\n  b: 1\n"),
}  # fmt: skip
UNCERTAIN = {
    "the same column as the key above": "- a:\n\tb: 1\n",
    "a line of a text, or not": "a: |\n  b\n\t\tc\n",
    "an error in a line with a tab": "a:\n\tb: c: d\n",
    "a huge file": f"a:\n\tb: 1\nc: {'x' * 200_000}\n",
}


def _mended(text: str) -> str:
    [finding] = load(text, "x.yaml").findings
    assert finding.code == "NB101"
    return edited(text, finding.fix.edits) if finding.fix else text


@pytest.mark.parametrize("case", MENDED)
def test_a_tab_that_fits_one_reading_is_mended(case):
    before, after = MENDED[case]
    assert _mended(before) == after


@pytest.mark.parametrize("case", UNCERTAIN)
def test_an_uncertain_tab_is_left_alone(case):
    assert _mended(UNCERTAIN[case]) == UNCERTAIN[case]
