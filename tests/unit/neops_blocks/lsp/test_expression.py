"""The end of an expression."""

from __future__ import annotations

import pytest

from neops_blocks.lsp.expression import ITEM, Part, inside_braces, part_at_end

NAMES = [
    ("", (), ""),
    ("pa", (), "pa"),
    ("params.", ("params",), ""),
    ("params.vl", ("params",), "vl"),
    ("steps.show.parsed[0].x", ("steps", "show", "parsed", ITEM), "x"),
    ("steps['sh", ("steps",), "sh"),
    ('steps["show"].ou', ("steps", "show"), "ou"),
    ("'a' ~ params.", ("params",), ""),
    ("foo(params.", ("params",), ""),
    ("a[steps.", ("steps",), ""),
    ("a[b.c].d", ("a", ITEM), "d"),
    ("x | selectattr('a', 'eq', params.", ("params",), ""),
    ("x and not steps.", ("steps",), ""),
]


@pytest.mark.parametrize(("expression", "chain", "partial"), NAMES)
def test_a_name(expression, chain, partial):
    assert part_at_end(expression) == Part("name", chain, partial)


@pytest.mark.parametrize(
    ("expression", "kind", "partial"),
    [
        ("a | ", "filter", ""),
        ("a | le", "filter", "le"),
        ("a|map('x')|", "filter", ""),
        ("x is ", "test", ""),
        ("x is not de", "test", "de"),
    ],
)
def test_a_filter_or_a_test(expression, kind, partial):
    assert part_at_end(expression) == Part(kind, (), partial)


@pytest.mark.parametrize("expression", ["'abc", '"it is ', "1.", "10", "1abc", "(a).b", "'a'.b"])
def test_nothing_that_could_be_completed(expression):
    part = part_at_end(expression)
    assert part is None or (part.chain, part.partial) == ((), "abc")


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        ("{{ params.", " params."),
        ("x {{ a }} y", None),
        ("{% if par", "par"),
        ("{% for x in pa", "x in pa"),
        ("{{ '}}' ~ a", " '}}' ~ a"),
        ("{# comm", None),
        ("{%", None),
        ("{% end", None),
        ("{% else %}{{", ""),
        ("no braces", None),
    ],
)
def test_what_stands_inside_of_braces(before, inside):
    assert inside_braces(before) == inside
