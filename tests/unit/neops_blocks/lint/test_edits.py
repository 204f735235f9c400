"""Changes by the places of characters."""

from __future__ import annotations

import pytest

from neops_blocks.lint.edits import line_end


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\nb\r\n", "\n"),
        ("a\r\nb\n", "\r\n"),
        ("a\rb\r\n", "\r"),
        ("a\r", "\r"),
        ("a\u2028b\n", "\n"),
    ],
)
def test_lines_of_a_text_end_as_its_first_one(text, end):
    assert line_end(text) == end
