"""Bombs: each ends as a clean failure, soon and in little memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds, compile_value

NS = "{% set ns = namespace(x='a', l=[1], t=(1,), d={}, o=[1]) %}"
DOUBLE = (
    NS + "{% for i in range(100) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.o = [ns.o, ns.o] %}{% endfor %}"
)
TUPLE = NS + "{% for i in range(100) %}{% set ns.t = (ns.t, ns.t) %}{% endfor %}"
SHARED = "(['a' * 1000000] * 100000)"
LOOPS = "{% for a in range(100000) %}{% for b in range(100000) %}xxxxxxxxxxxxxxxx{% endfor %}{% endfor %}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 2 ** (10**9) }}",
        "{{ (2**60000) * (2**60000) }}",
        "{{ 'a' | center(10**9) }}",
        "{{ 'a'.center(10**9) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ 'a'.zfill(10**9) }}",
        r"{{ '\t'.expandtabs(tabsize=10**9) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (10**9, 1) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ '{:>{}}'.format(1, 10**9) }}",
        "{{ range(10**9) }}",
        "{{ ('a' * 1000000) | replace('a', 'b' * 1000000) }}",
        "{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}",
        "{{ ''.join(['a' * 1000000] * 1000) }}",
        "{{ (['a' * 1000000] * 1000) | join }}",
        "{{ [1, 2] | batch(10**9, 'x') | list }}",
        "{{ [1, 2] | slice(10**9) | list }}",
        "{{ ('x y ' * 1000) | wordwrap(1, wrapstring='a' * 1000000) }}",
        "{{ [[[[1]]]] | tojson(10**9) }}",
        "{{ {'a': 'b'} | xmlattr }}",
        "{{ 'http://a.b' | urlize }}",
        "{{ ('a' * 10) | truncate(5, end='b' * 8000000) ~ 'b' * 8000000 }}",
        r"{{ ('a\n' * 100000) | indent('x' * 100000) }}",
        "{{ ['a'] | map('center', 10**9) | list }}",
        "{{ " + SHARED + " ~ '' }}",
        "{{ " + SHARED + " | upper }}",
        "{{ " + SHARED + " | string }}",
        "{{ " + SHARED + " | tojson }}",
        "{{ '%s' % " + SHARED + " }}",
        "{{ '{}'.format(" + SHARED + ") }}",
        "{{ " + SHARED + " }}",
        "{{ ([range(100000) | list] * 1000) | sum(start=[]) }}",
        NS + "{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        NS + "{% for i in range(100) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        NS + "{% for i in range(9999) %}{% set ns.l = ns.l + [[0] * 1000000] %}{% endfor %}",
        NS + "{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
        DOUBLE + "{{ ns.l }}",
        DOUBLE + "{{ ns.l == ns.o }}",
        DOUBLE + "{{ [ns.l].index(ns.o) }}",
        DOUBLE + "{{ ns.l is eq(ns.o) }}",
        DOUBLE + "{{ [ns.l, ns.o] | sort }}",
        TUPLE + "{{ {ns.t: 1} }}",
        TUPLE + "{{ ns.d[ns.t] }}",
        TUPLE + "{{ ns.d.get(ns.t) }}",
        TUPLE + "{{ dict([(ns.t, 1)]) }}",
        LOOPS,
        "{% set z %}" + LOOPS + "{% endset %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) ~ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    ],
)
def test_a_bomb_is_a_failure_within_a_second(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0.2)
    value = compile_value(text)
    begin = time.thread_time()
    with pytest.raises(TemplateFailure):
        value.evaluate({})
    assert time.thread_time() - begin < 1


def test_what_an_evaluation_makes_in_many_steps_is_bounded_too() -> None:
    value = compile_value(
        NS + "{% for i in range(9999) %}{% set ns.l = ns.l + ['a' * 5000000] %}{% endfor %}"
    )
    tracemalloc.start()
    with pytest.raises(TemplateFailure):
        value.evaluate({})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * bounds.MAX_MADE


def test_data_that_is_there_may_be_larger_than_what_an_expression_may_make() -> None:
    output = "x" * (bounds.MAX_TEXT + 1)
    assert compile_value("{{ out }}").evaluate({"out": output}) == output


def test_constants_are_not_computed_while_compiling() -> None:
    begin = time.thread_time()
    compile_value("{{ ('a' * 90000) | center(100000) }}{{ range(100000) | list | length }}")
    assert time.thread_time() - begin < 0.1
