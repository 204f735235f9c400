from __future__ import annotations

import pytest

from neops_worker_sdk.logger.messages import message


@pytest.mark.parametrize(
    ("msg", "args", "named", "expected"),
    [
        ("plain", (), {}, "plain"),
        ("100% of {this}", (), {}, "100% of {this}"),
        ("%d of %s", (1, "x"), {}, "1 of x"),
        ("%(n)d", ({"n": 1},), {}, "1"),
        ("{} of {}", (1, "x"), {}, "1 of x"),
        ("{1} of {0:>3}", ("x", 1), {}, "1 of   x"),
        ("{count} found", (), {"count": 3}, "3 found"),
        ("no place", (), {"count": 3}, "no place"),
        ("no place", (3, "x"), {}, "no place 3 'x'"),
        ("{} and {}", (3,), {}, "{} and {} 3"),
        ("100% of {}", ("x",), {}, "100% of x"),
        ('{"json": 1}', (), {"step": "s"}, '{"json": 1}'),
        (ValueError("boom"), (), {}, "boom"),
    ],
)
def test_arguments_go_where_the_placeholders_are_and_are_never_lost(msg, args, named, expected):
    assert message(msg, args, named) == expected


@pytest.mark.parametrize("text", ["{secret.__class__}", "{secret[0]}", "{0.__init__}"])
def test_a_text_cannot_look_into_the_arguments(text):
    assert message(text, (), {"secret": "s3cr3t"}) == text
    assert message(text, ("x",), {"secret": "s3cr3t"}) == f"{text} 'x'"
