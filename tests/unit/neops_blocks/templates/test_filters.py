"""Filters with Ansible's names: lists, mappings and regular expressions."""

from __future__ import annotations

import copy
import re
import time
from typing import Any

import pytest

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds, compile_expression, compile_value

SCOPE: dict[str, Any] = {
    "text": "Vlan10 up\nVlan20 down\n",
    "numbers": [1, 2, 3, 2],
    "rows": [{"key": "a", "value": 1}, {"key": "b", "value": [2]}],
    "map": {"a": 1, "b": {"c": [1, 2], "d": 4}},
    "none": None,
    "slow": "a" * 60 + "b",
    "secret": "hunter2" * 60,
}


def value_of(text: str, **more: Any) -> Any:
    return compile_expression(text).evaluate({**SCOPE, **more})


def failure(text: str, **more: Any) -> str:
    scope = {**copy.deepcopy(SCOPE), **more}
    with pytest.raises(TemplateFailure) as caught:
        compile_expression(text).evaluate(scope)
    assert len(caught.value.message) < 400
    assert SCOPE["secret"] not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"text | regex_search('Vlan\d+')", "Vlan10"),
        (r"text | regex_search('Vlan(\d+) (\w+)', '\1')", ["10"]),
        (r"text | regex_search('Vlan(\d+) (\w+)', '\2', '\1')", ["up", "10"]),
        (r"text | regex_search('Vlan(\d+) (\w+)', '\\1')", ["10"]),
        (r"text | regex_search('Vlan(?P<id>\d+)', '\g<id>')", ["10"]),
        (r"text | regex_search('Vlan(?P<id>\d+)', '\g<1>')", ["10"]),
        (r"text | regex_search('(x)?Vlan', '\1')", [None]),
        (r"text | regex_search('nothing')", None),
        (r"text | regex_search('(nothing)', '\1')", None),
        (r"text | regex_search('nothing') is none", True),
        (r"text | regex_search('VLAN20', ignorecase=true)", "Vlan20"),
        (r"text | regex_search('^Vlan20')", None),
        (r"text | regex_search('^Vlan20', multiline=true)", "Vlan20"),
        (r"10 | regex_search('1')", "1"),
        (r"text | regex_findall('Vlan\d+')", ["Vlan10", "Vlan20"]),
        (r"text | regex_findall('Vlan(\d+)')", ["10", "20"]),
        (r"text | regex_findall('Vlan(\d+) (\w+)')", [("10", "up"), ("20", "down")]),
        (r"text | regex_findall('(x)?Vlan')", ["", ""]),
        (r"text | regex_findall('^vlan\d+', true, true)", ["Vlan10", "Vlan20"]),
        (r"text | regex_findall('x')", []),
        (r"'Gi0/1' | regex_replace('^Gi', 'GigabitEthernet')", "GigabitEthernet0/1"),
        (r"'a1b2' | regex_replace('([a-z])(\d)', '\2\1')", "1a2b"),
        (r"'a1b2' | regex_replace('(?P<l>[a-z])(?P<n>\d)', '\g<n>\g<l>')", "1a2b"),
        (r"'a1b2' | regex_replace('\d')", "ab"),
        (r"'aaa' | regex_replace('a', 'b', count=2)", "bba"),
        (r"'aAa' | regex_replace('A', 'b', ignorecase=true)", "bbb"),
        (r"'ab' | regex_replace('(x)?b', '[\1]')", "a[]"),
        (r"'a.b' | regex_replace('\.', '$')", "a$b"),
        (r"'Vlan10' is match('Vlan')", True),
        (r"'my Vlan10' is match('Vlan')", False),
        (r"'my Vlan10' is search('Vlan')", True),
        (r"'VLAN' is search('vlan', ignorecase=true)", True),
        (r"text is match('.*\n^Vlan20', multiline=true)", True),
        (r"'Vlan10' | match('an')", False),
        (r"'Vlan10' | search('an')", True),
        (r"['Gi0', 'Te0', none] | select('match', 'Gi')", ["Gi0"]),
        (r"[{'i': 'Gi0'}, {'i': 'Te0'}] | selectattr('i', 'search', '^Te')", [{"i": "Te0"}]),
        (r"['Gi0', 'Te0'] | map('regex_replace', '^Gi', 'Te')", ["Te0", "Te0"]),
    ],
)
def test_regular_expressions(text: str, expected: object) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("pattern", "replacement", "text"),
    [
        ("x*", "-", "abxd"),
        ("", "-", "ab"),
        ("a|(b)", r"<\1>", "abc"),
        (r"\b", "|", "two words"),
        ("(a)(b)?", r"\2\1\n\t\\", "ab a"),
        ("$", "!", "a\nb\n"),
        ("b+?", "", "abbb"),
    ],
)
def test_what_is_replaced_is_what_python_replaces(pattern: str, replacement: str, text: str) -> None:
    got = value_of("t | regex_replace(p, r)", t=text, p=pattern, r=replacement)
    assert got == re.sub(pattern, replacement, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text | regex_search('(')", "a regular expression is not valid"),
        ("text is match('[')", "a regular expression is not valid"),
        ("text | regex_search('Vlan', '1')", "is asked for as"),
        (r"text | regex_search('Vlan', '\3')", "has no group 3"),
        (r"text | regex_search('Vlan', '\g<no>')", "has no group 'no'"),
        (r"text | regex_replace('Vlan', '\3')", "replacement"),
        (r"text | regex_replace('Vlan', '\g<')", "replacement"),
        ("slow is match('(a|aa)+$')", "takes longer"),
        ("slow | regex_findall('(a|aa)+$')", "takes longer"),
        ("slow | regex_replace('(a|aa)+$', '')", "takes longer"),
        ("text is search('a' * 30000)", "too large"),
        ("nothing is search('a')", "there is no name 'nothing'"),
        ("text | regex_search(nothing)", "there is no name 'nothing'"),
    ],
)
def test_a_regular_expression_that_fails_says_why(text: str, message: str) -> None:
    assert message in failure(text)


@pytest.mark.parametrize(
    "text",
    [
        r"big | regex_replace('(?=(.*))', '\1')",
        r"big | regex_replace('a', 'b' * 100000)",
        "big | regex_findall('(?=(.*))')",
        "(big * 7) | regex_findall('')",
        "[big] * 1000 | map('regex_replace', 'a', 'bbb')",
    ],
)
def test_matches_cannot_make_more_than_fits(text: str) -> None:
    began = time.thread_time()
    failure(text, big="a" * 1_000_000)
    assert time.thread_time() - began < 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2] | zip(['a', 'b', 'c'])", [(1, "a"), (2, "b")]),
        ("[1] | zip([2], [3])", [(1, 2, 3)]),
        ("dict(['a', 'b'] | zip([1, 2]))", {"a": 1, "b": 2}),
        ("numbers | zip(numbers | map('string')) | first", (1, "1")),
        ("{'a': 1} | combine({'b': 2}, {'a': 3})", {"a": 3, "b": 2}),
        ("{'a': 1} | combine([{'b': 2}, {'c': 3}])", {"a": 1, "b": 2, "c": 3}),
        ("[{'a': 1}, {'b': 2}] | combine", {"a": 1, "b": 2}),
        ("map | combine({'b': {'c': 9}})", {"a": 1, "b": {"c": 9}}),
        ("map | combine({'b': {'c': 9}}, recursive=true)", {"a": 1, "b": {"c": 9, "d": 4}}),
        ("{'l': [1, 2]} | combine({'l': [2, 3]})", {"l": [2, 3]}),
        ("{'l': [1, 2]} | combine({'l': [2, 3]}, list_merge='keep')", {"l": [1, 2]}),
        ("{'l': [1, 2]} | combine({'l': [2, 3]}, list_merge='append')", {"l": [1, 2, 2, 3]}),
        ("{'l': [1, 2]} | combine({'l': [2, 3]}, list_merge='prepend')", {"l": [2, 3, 1, 2]}),
        ("{'l': [1, 2]} | combine({'l': [2, 3]}, list_merge='append_rp')", {"l": [1, 2, 3]}),
        ("{'l': [1, 2]} | combine({'l': [2, 3]}, list_merge='prepend_rp')", {"l": [2, 3, 1]}),
        (
            "map | combine({'b': {'c': [3]}}, recursive=true, list_merge='append')",
            {"a": 1, "b": {"c": [1, 2, 3], "d": 4}},
        ),
        ("{'a': 1} | dict2items", [{"key": "a", "value": 1}]),
        ("{'a': 1} | dict2items('k', value_name='v')", [{"k": "a", "v": 1}]),
        ("rows | items2dict", {"a": 1, "b": [2]}),
        ("[{'k': 'a', 'v': 1}] | items2dict(key_name='k', value_name='v')", {"a": 1}),
        ("map | dict2items | items2dict == map", True),
        ("numbers | difference([2])", [1, 3]),
        ("[3, 1, 3] | difference([])", [3, 1]),
        ("rows | difference([{'value': 1, 'key': 'a'}])", [{"key": "b", "value": [2]}]),
        ("numbers | intersect([3, 2])", [2, 3]),
        ("[[1], [2]] | intersect([[2]])", [[2]]),
        ("[[1]] | intersect([(1,)])", []),
        ("[3, 1] | union([1, 2, 3])", [3, 1, 2]),
        ("rows | union(rows) == rows", True),
        ("[1, [2, [3, [4]]]] | flatten", [1, 2, 3, 4]),
        ("[1, [2, [3, [4]]]] | flatten(levels=1)", [1, 2, [3, [4]]]),
        ("[1, [2, [3]]] | flatten(0)", [1, [2, [3]]]),
        ("[1, [none, 2]] | flatten", [1, 2]),
        ("[1, [none, 2]] | flatten(skip_nulls=false)", [1, None, 2]),
        ("[[], [[]]] | flatten", []),
        ("['ab', [{'a': [1]}]] | flatten", ["ab", {"a": [1]}]),
        ("true | ternary('yes', 'no')", "yes"),
        ("0 | ternary('yes', 'no')", "no"),
        ("none | ternary('yes', 'no')", "no"),
        ("none | ternary('yes', 'no', 'null')", "null"),
        ("(1 == 1) | ternary([1], {})", [1]),
    ],
)
def test_lists_and_mappings(text: str, expected: object) -> None:
    before = copy.deepcopy(SCOPE)
    assert value_of(text) == expected
    assert before == SCOPE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'abc' | union([])", "filter 'union' needs a list, this is text"),
        ("[1] | difference(none)", "filter 'difference' needs a list, this is null"),
        ("3 | flatten", "filter 'flatten' needs a list, this is int"),
        ("[1] | zip(secret)", "filter 'zip' needs a list, this is text"),
        ("secret | combine({})", "filter 'combine' needs a mapping, this is text"),
        ("{} | combine(none)", "filter 'combine' needs a mapping, this is null"),
        ("{} | combine({}, list_merge='no')", "list_merge"),
        ("[secret] | dict2items", "filter 'dict2items' needs a mapping"),
        ("[{'key': secret}] | items2dict", "item 0 is no mapping with the keys 'key' and 'value'"),
        ("[secret] | items2dict", "item 0 is no mapping"),
        ("[{'key': [secret], 'value': 1}] | items2dict", "filter 'items2dict'"),
        ("nothing | union([])", "there is no name 'nothing'"),
        ("nothing | combine({})", "there is no name 'nothing'"),
        ("[nothing] | union([])", "there is no name 'nothing'"),
        ("nothing | ternary(1, 2)", "there is no name 'nothing'"),
    ],
)
def test_what_does_not_fit_is_said_without_showing_it(text: str, message: str) -> None:
    assert message in failure(text)


@pytest.mark.parametrize("operation", ["union", "difference", "intersect"])
@pytest.mark.parametrize("item", ["i", "{'a': i}", "[i, {'b': [i]}]"])
def test_set_operations_of_large_lists_are_quick(operation: str, item: str) -> None:
    rows = [eval(item, {"i": number}) for number in range(5_000)]
    began = time.thread_time()
    value_of(f"rows | {operation}(others)", rows=rows, others=copy.deepcopy(rows[::-1]))
    assert time.thread_time() - began < 1


SHARED = """{% set ns = namespace(l=[], t=(1,)) %}{% for i in range(100) %}{% set ns.l = [ns.l, ns.l] %}
{% set ns.t = (ns.t, ns.t) %}{% endfor %}"""


@pytest.mark.parametrize(
    "filter_text",
    [
        "flatten",
        "union(ns.l)",
        "difference([])",
        "to_json",
        "to_yaml",
        "jmespath('[]')",
        "zip(ns.l) | flatten",
        "combine",
        "items2dict",
        "dict2items",
        "from_json",
        "regex_search('a')",
        "map('combine', {}) | list",
        "items2dict(key_name=ns.t)",
        "default({}) and [{'key': ns.t, 'value': 1}] | items2dict",
        "default({}) and {'a': 1} | dict2items(ns.t)",
        "default({}) and {'a': [ns.l]} | combine({'a': [ns.l]}, list_merge='append_rp')",
    ],
)
def test_lists_that_hold_each_other_end_soon(filter_text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0.2)
    value = compile_value(SHARED + "{% set x = ns.l | " + filter_text + " %}")
    began = time.thread_time()
    with pytest.raises(TemplateFailure):
        value.evaluate({})
    assert time.thread_time() - began < 1


def test_lists_of_any_depth_are_flattened() -> None:
    deep: list[Any] = [1]
    for _ in range(5000):
        deep = [deep]
    assert value_of("deep | flatten", deep=deep) == [1]
    failure("deep | to_json", deep=deep)
    failure("deep | to_yaml", deep=deep)
    failure("deep | union([])", deep=deep)
    failure("deep | jmespath('[0]')", deep=deep)
