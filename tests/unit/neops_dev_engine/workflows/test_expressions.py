from __future__ import annotations

import pytest

from neops_dev_engine.workflows.expressions import (
    ExpressionError,
    condition_of,
    interpolate,
    interpolate_early,
    template_of,
)

SCOPE = {"a": {"n": 1, "t": True, "list": [1, "x"], "none": None, "text": "ü"}, "b": "}}"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("plain", "plain"),
        ("{ not }", "{ not }"),
        ("{{a.n}}", 1),
        ("  {{ a.n }}  ", 1),
        ("{{ a.n }}{{ a.n }}", "11"),
        ("{{ a.n }} {{ a.t }}", "1 true"),
        ("x {{ a.list }}", 'x [1, "x"]'),
        ("x {{ a.text }} ", "x ü "),
        ("{{ b }}", "}}"),
        ("{{ 'a }} b' }}", "a }} b"),
        ("{{ '\\'}}' }}", "'}}"),
        ('{{ "a".n }}', 1),
        ('{{ `{"x": {"y": 1}}` }}', {"x": {"y": 1}}),
        ("{{ {x: {y: a.n}}}}", {"x": {"y": 1}}),
        ("{{ a.none }}", None),
        ("{{ nothing }}", None),
        ([{"k": "{{ a.n }}"}, 2, None], [{"k": 1}, 2, None]),
    ],
)
def test_texts_are_filled_in(text, value):
    assert interpolate(text, SCOPE) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ a", "the braces in '{{ a' are not closed"),
        ("{{ 'a }}", "are not closed"),
        ("{{ }}", "is no JMESPath expression"),
        ("{{ a. }}", "is no JMESPath expression"),
        ("{{ nope(a) }}", "nope"),
        ("x {{ a.none }}", "finds nothing (null), and it stands inside a text"),
        ("{{ abs(a.text) }}", "abs() takes number, not string"),
        ("{{ to_number('inf') }}", "is no number"),
        ("{{ " + "a[" * 2000 + " }}", "is no JMESPath expression"),
    ],
)
def test_what_cannot_be_evaluated_is_told(text, why):
    with pytest.raises(ExpressionError) as told:
        interpolate(text, SCOPE)
    assert why in str(told.value)


def test_an_error_does_not_show_the_value():
    with pytest.raises(ExpressionError) as told:
        interpolate("{{ abs(secret) }}", {"secret": "hunter2"})
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("source", "names", "whole"),
    [
        ("a.b.c", {"a"}, False),
        ("a[0].b || c", {"a", "c"}, False),
        ("a[?b == 'x'].c | d", {"a"}, False),
        ("a[*].b[]", {"a"}, False),
        ("{x: a, y: [b, c.d]}", {"a", "b", "c"}, False),
        ("sort_by(a, &b)[0]", {"a"}, False),
        ("!a && b > c", {"a", "b", "c"}, False),
        ("a.*", {"a"}, False),
        ("`1`", set(), False),
        ("'a'", set(), False),
        ("@", set(), True),
        ("keys(@)", set(), True),
        ("*.a", set(), True),
        ("[?a]", set(), True),
    ],
)
def test_the_names_an_expression_starts_from(source, names, whole):
    expression = condition_of(source)
    assert (expression.names, expression.whole) == (names, whole)


def test_a_condition_is_one_expression():
    assert condition_of(" a.b ") == condition_of("{{ a.b }}") == template_of("{{a.b}}").whole
    with pytest.raises(ExpressionError, match="nothing around its braces"):
        condition_of("{{ a }} and {{ b }}")


@pytest.mark.parametrize(
    ("value", "early"),
    [
        ({"x": "{{ a.n }}", "y": "{{ b }}", "z": 1}, {"x": 1, "z": 1}),
        ({"x": "{{ a.none }}"}, {}),
        ({"x": "{{ a.n }} {{ b }}"}, {}),
        ({"x": "{{ abs(a.text) }}"}, {}),
        ({"x": "{{ @ }}"}, {}),
        ({"x": {"y": "{{ b }}"}}, {"x": {}}),
        (["{{ b }}", "{{ a.n }}"], [None, 1]),
        ("{{ b }}", None),
    ],
)
def test_what_is_not_known_yet_is_left_out(value, early):
    assert interpolate_early(value, SCOPE, {"a"}) == early
