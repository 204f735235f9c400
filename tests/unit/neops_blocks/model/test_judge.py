"""What is said of values that do not fit their schema."""

from __future__ import annotations

import pytest

from neops_blocks.model import judge


@pytest.mark.parametrize(
    ("schema", "value", "said"),
    [
        ({"type": "integer"}, "x", "expected integer, got text 'x'"),
        ({"type": "integer"}, None, "expected integer, got null"),
        ({"type": ["string", "null"]}, True, "expected string or null, got boolean true"),
        ({"enum": [1, "a"]}, 2, "expected one of 1, 'a', got 2"),
        ({"type": "array", "items": {"maximum": 5}}, [1, 9], "[1]: expected at most 5, got 9"),
        ({"type": "string", "format": "ipv4"}, "10.0.0", "expected ipv4, got '10.0.0'"),
    ],
)
def test_a_value_is_told_by_what_it_is_and_should_be(schema, value, said):
    assert judge(schema)(value) == [said]


def test_a_secret_is_never_shown():
    assert judge({"type": "integer"}, secret=True)("hunter2") == ["the value does not fit its schema"]
