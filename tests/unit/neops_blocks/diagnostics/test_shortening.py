"""What is cut says so."""

from __future__ import annotations

import pytest

from neops_blocks.diagnostics import first_few


@pytest.mark.parametrize(
    ("texts", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a, b"), (["a", "b", "c", "d"], "a, b and 2 more")],
)
def test_the_first_few_are_named_and_the_rest_counted(texts, expected):
    assert first_few(texts, 2) == expected
