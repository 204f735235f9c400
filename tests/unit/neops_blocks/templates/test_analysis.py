"""What a template uses and what is wrong with it, at exact places."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import (
    TemplateSyntaxProblem,
    analyse,
    compile_expression,
    compile_text,
    compile_value,
)


def names(text: str, *, bare: bool = True) -> list[tuple[str, str]]:
    found = analyse(text, bare=bare)
    assert found.problems == ()
    return [(".".join(use.path), text[use.start : use.end]) for use in found.names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("steps.show.parsed", [("steps.show.parsed", "steps.show.parsed")]),
        ("steps['show'].parsed[0].x", [("steps.show.parsed", "steps['show'].parsed")]),
        ("a[b.c].d", [("a", "a"), ("b.c", "b.c")]),
        ("(a.b).c", [("a.b.c", "a.b).c")]),
        ("a.items()", [("a", "a")]),
        ("a.b.values() | list", [("a.b", "a.b")]),
        ("a is not defined and not b in c", [("a", "a"), ("b", "b"), ("c", "c")]),
        ("{'k': a, b: 1}", [("a", "a"), ("b", "b")]),
        ("a[b:c]", [("a", "a"), ("b", "b"), ("c", "c")]),
        ("a if b else c", [("a", "a"), ("b", "b"), ("c", "c")]),
        ("dict(key=a)", [("a", "a")]),
        ("x | map(attribute='a') | list", [("x", "x")]),
        ("range(n)", [("n", "n")]),
        ("  a\n .b ", [("a.b", "a\n .b")]),
        ("{{ a.b }}", [("a.b", "a.b")]),
    ],
)
def test_names_of_an_expression(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% for a, b in c.d %}{{ a }}{{ loop.index }}{% endfor %}{{ a }}", ["c.d", "a"]),
        ("{% set a = b %}{{ a.c }}", ["b"]),
        ("{{ a }}{% set a = 1 %}{{ a }}", ["a"]),
        ("{% macro m(x, y=z) %}{{ x }}{{ w }}{% endmacro %}{{ m(v) }}", ["z", "w", "v"]),
        ("{% filter upper %}{{ a }}{% endfilter %}", ["a"]),
        ("{% if a.b is defined %}{{ c }}{% elif d %}{% endif %}", ["a.b", "c", "d"]),
        ("{% raw %}{{ no }}{% endraw %}{{ yes }}", ["yes"]),
        ("{# {{ no }} #}{{ yes }}", ["yes"]),
        ("{% for x in y if x.z and k %}{{ x }}{% else %}{{ x }}{% endfor %}", ["y", "k", "x"]),
        ("{% with a = b %}{{ a }}{% endwith %}{{ a }}", ["b", "a"]),
        ("no template", []),
    ],
)
def test_names_that_a_template_sets_itself_are_not_names_of_its_scope(text: str, expected: list[str]) -> None:
    assert [path for path, _ in names(text, bare=False)] == expected


@pytest.mark.parametrize("text", ["a.b | default(1)", "a.b | d(1)", "a.b is defined", "a.b is not defined"])
def test_a_name_that_may_be_missing_is_guarded(text: str) -> None:
    assert analyse(text, bare=True).names[0].guarded


def test_every_unknown_filter_and_test_is_reported_at_once_at_its_token() -> None:
    text = "a | lenght is not defned and b | select('od') | map('uper') | nope(1)"
    found = [
        (problem.kind, text[problem.start : problem.end]) for problem in analyse(text, bare=True).problems
    ]
    assert found == [
        ("filter", "lenght"),
        ("test", "defned"),
        ("test", "od"),
        ("filter", "uper"),
        ("filter", "nope"),
    ]
    assert analyse(text, bare=True).problems[0].suggestions == ("length",)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = 1", "=", "'=='"),
        ("a && b", "&&", "'and'"),
        ("a || b", "||", "'or'"),
        ("!a", "!", "'not'"),
        ("a ? b : c", "?", "if condition else"),
        ("a == 'x", "'", "quote is not closed"),
        ("a ==", "==", "missing after '=='"),
        ("(a", "(", "')' is missing"),
        ("a)", ")", "without '('"),
        ("a b", "b", "cannot follow 'a'"),
        ("{{ a }} and b", "{{", "without braces"),
        ("a and {{ b }}", "{{", "names stand alone"),
        ("a }}", "}}", "without '{{'"),
        ("a |", "|", "missing after '|'"),
        ("", "", "no expression"),
        ("f(k=1, k=2)", "k", "given twice"),
        ("1e999", "1e999", "too large"),
    ],
)
def test_problems_of_an_expression(text: str, place: str, message: str) -> None:
    (problem,) = analyse(text, bare=True).problems
    assert text[problem.start : problem.end] == place
    assert message in problem.message


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("x {{ a", "{{", "not closed"),
        ("it {{ is, it's", "{{", "not closed"),
        ("{{ a %}", "%}", "closed by '}}'"),
        ("{% if a }}", "}}", "closed by '%}'"),
        ("{% if a %}x", "if", "endif"),
        ("{% for a in b %}{% if c %}{% endif %}", "for", "endfor"),
        ("{% endif %}", "endif", "without a tag before"),
        ("{% if a %}{% endfor %}", "endfor", "does not belong to '{% if %}'"),
        ("{% elseif a %}", "elseif", "did you mean 'elif'"),
        ("{% for a of b %}{% endfor %}", "of", "'in' is expected"),
        ("{% include 'x' %}", "include", "no tag 'include'"),
        ("{{ }}", "{{ }}", "no expression"),
        ("a\r\n{{ b c }}", "c", "cannot follow 'b'"),
        ("{# c", "{#", "not closed"),
    ],
)
def test_problems_of_a_template(text: str, place: str, message: str) -> None:
    (problem,) = analyse(text, bare=False).problems
    assert text[problem.start : problem.end] == place
    assert message in problem.message


PIECES = st.sampled_from(
    [
        "x\r\n",
        "\t",
        " \n",
        "é\U0001f600",
        "{# c\r\n #}",
        "{%- if q -%} \n",
        "{% endif %}\n",
        "{% raw %}{{{% endraw %}",
        "  {%+ set s = 1 %}\r\n",
    ]
)
WORDS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " ",
    "a",
    "b.c",
    "'x'",
    '"',
    "'",
    "|",
    "upper",
    "is",
    "defined",
    "not",
    "in",
]
WORDS += [
    "if",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "=",
    "==",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "1",
    ".5",
    "-",
    "*",
]
WORDS += [
    "**",
    "~",
    "\\",
    "\r\n",
    "macro",
    "m(a)",
    "endmacro",
    "loop",
    "range(3)",
    "default(1)",
    "%",
    "+",
    "call",
    "filter",
]
ANY_TEXT = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join))


@given(before=st.lists(PIECES, max_size=6).map("".join), after=st.lists(PIECES, max_size=3).map("".join))
@settings(max_examples=150, deadline=None)
def test_a_name_is_found_where_it_stands_whatever_is_around_it(before: str, after: str) -> None:
    text = before + "{{ steps.show }}" + after
    for use in analyse(text, bare=False).names:
        assert text[use.start : use.end] in {"steps.show", "q"}


@given(text=ANY_TEXT, bare=st.booleans())
@settings(max_examples=400, deadline=None)
def test_what_compiles_is_exactly_what_has_no_problem(text: str, bare: bool) -> None:
    found = analyse(text, bare=bare)
    for use in found.names:
        assert text[use.start : use.end].startswith(use.path[0])
    for problem in found.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for compile_it in [compile_expression] if bare else [compile_value, compile_text]:
        if found.problems:
            with pytest.raises(TemplateSyntaxProblem) as refused:
                compile_it(text)
            assert (refused.value.start, refused.value.end) == (
                found.problems[0].start,
                found.problems[0].end,
            )
            continue
        value = compile_it(text)
        with suppress(TemplateFailure):
            value.evaluate({"a": [1, {"c": "x"}], "b": {"c": 2}})


@pytest.mark.parametrize(
    "text", ["(" * 5000, "not " * 5000 + "a", "a" + "+a" * 5000, "[" * 90 + "]" * 90, "a" + ".a" * 5000]
)
def test_what_is_nested_too_deeply_is_a_problem(text: str) -> None:
    assert analyse(text, bare=True).problems
    with pytest.raises(TemplateSyntaxProblem):
        compile_expression(text)
