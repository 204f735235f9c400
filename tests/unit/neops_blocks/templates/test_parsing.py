"""Trees of templates: bounded, and found once for all who look at them."""

from __future__ import annotations

import pytest

from neops_blocks.templates import analyse, compile_value, outermost, stray_braces, truth
from neops_blocks.templates.parsing import parse, parse_anew


def test_who_only_looks_gets_the_same_tree():
    assert parse("{{ a }}", bare=False) is parse("{{ a }}", bare=False)
    assert parse_anew("{{ a }}", bare=False) is not parse_anew("{{ a }}", bare=False)


def test_compiling_changes_no_tree_that_others_look_at():
    text = "{{ a | map('upper') | list }}{% for x in b %}{{ x }}{% endfor %}"
    before = repr(parse(text, bare=False).tree)
    compile_value(text)
    assert repr(parse(text, bare=False).tree) == before
    assert [name.path for name in analyse(text, bare=False).names] == [("a",), ("b",)]


@pytest.mark.parametrize("text", ["{{ x }}" * 10_000, "{{ x" + ".a" * 15_000 + " }}"])
def test_a_template_that_is_too_long_is_a_problem(text):
    assert [problem.message for problem in analyse(text, bare=False).problems] == ["the template is too long"]
    assert stray_braces(f"{text} }}}}") is None
    assert outermost(text) is not None


def test_an_expression_that_is_too_long_decides_nothing():
    assert truth("1 and " * 15_000 + "1") is None
