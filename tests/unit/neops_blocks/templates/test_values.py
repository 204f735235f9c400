"""Values: native expressions, text, bounds."""

from __future__ import annotations

import time

import pytest

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import analyse, compile_expression, compile_value

SCOPE = {"a": {"items": [1]}, "out": "{{ x }}", "n": 3, "items": [1, 2]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ a.items }}", [1]),
        ("{{ out }}", "{{ x }}"),
        (" {{ n }}\n", 3),
        ("{{ n }}{{ n }}", "33"),
        ('{{ "}}" }}', "}}"),
        ("{{ items | map('string') }}", ["1", "2"]),
        (r"{{ 'ab12' | regex_search('\d+') }}", "12"),
        ("{{ '10.0.0.1' | is_ip }}", True),
    ],
)
def test_a_value_of_one_expression_stays_native_and_the_rest_is_text(text: str, value: object) -> None:
    assert compile_value(text).evaluate(SCOPE) == value


@pytest.mark.parametrize("output", ["1.10", "{{ x }}", "1_000", "1,2"])
def test_device_output_is_never_evaluated_again(output: str) -> None:
    assert compile_value("{{ out }}").evaluate({"out": output}) == output


def test_backslashes_in_a_bare_expression_are_literal() -> None:
    assert compile_expression(r"'a1' is match('\w\d')").evaluate({}) is True


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 2 ** (10 ** 9) }}",
        "{{ 'a' | center(10**9) }}",
        "{{ 'a'.center(10**9) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ range(10**9) | list }}",
        "{{ ('a' * 1000000) | replace('a', 'b' * 1000000) }}",
        "{{ ''.join(['a' * 1000000] * 1000) }}",
        "{{ items | batch(10**9, 'x') | list }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        r"{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' | regex_search('^(a|a)+$') }}",
        "{{ items.append(1) }}",
        "{{ [missing] }}",
        "{{ lipsum(9) }}",
    ],
)
def test_a_bomb_is_a_clean_failure_within_a_second(text: str) -> None:
    begin = time.monotonic()
    with pytest.raises(TemplateFailure):
        compile_value(text).evaluate(SCOPE)
    assert time.monotonic() - begin < 1


def test_analysis_places_names_in_spite_of_crlf() -> None:
    text = "x\r\n{% for p in params.v %}{{ p.a }}{% endfor %}{{ y | lenght }}"
    found = analyse(text, bare=False)
    assert [(use.path, text[use.start : use.end]) for use in found.names] == [
        (("params", "v"), "params.v"),
        (("y",), "y"),
    ]
    assert found.problems[0].suggestions == ("length",)
