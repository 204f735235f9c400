"""Filters that read and write JSON and YAML, and JMESPath."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import compile_expression


class View(Mapping[str, Any]):
    """A mapping that is no dict, as `steps` is."""

    def __init__(self, **values: Any) -> None:
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def explain_missing(self, name: str) -> str:
        return f"nothing is called {name}"


def value_of(text: str, **scope: Any) -> Any:
    return compile_expression(text).evaluate(scope)


def failure(text: str, **scope: Any) -> str:
    with pytest.raises(TemplateFailure) as caught:
        compile_expression(text).evaluate(scope)
    assert len(caught.value.message) < 400
    return caught.value.message


@pytest.mark.parametrize("text", ["null", "1", "1.5", '"a"', "[]", '{"a": [1, {"b": null}]}', ' {"a":\n1} '])
def test_json_is_read(text: str) -> None:
    assert value_of("t | from_json", t=text) == json.loads(text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "line 1, column 1"),
        ('{"a": 1,\n b}', "line 2, column 2"),
        ("NaN", "NaN is no JSON value"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "digits"),
        ("[" + "1," * 3_000_000 + "1]", "too large"),
        (None, "needs a text, this is null"),
        ([1], "needs a text, this is list"),
    ],
)
def test_what_is_no_json_is_a_failure_with_its_place(value: object, message: str) -> None:
    assert message in failure("t | from_json", t=value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{'a': [1, none, true]} | to_json", '{"a": [1, null, true]}'),
        ("(1, 2) | to_json", "[1, 2]"),
        ("range(3) | to_json", "[0, 1, 2]"),
        ("{'b': 1, 'a': 2} | to_json(sort_keys=true)", '{"a": 2, "b": 1}'),
        ("{'a': 1} | to_json(indent=2)", '{\n  "a": 1\n}'),
        ("{10: 'a'} | to_json", '{"10": "a"}'),
        ("'\u00e9' | to_json", '"\\u00e9"'),
        ("'\u00e9' | to_json(ensure_ascii=false)", '"\u00e9"'),
        ("view | to_json", '{"a": {"b": 1}}'),
    ],
)
def test_json_is_written(text: str, expected: str) -> None:
    assert value_of(text, view=View(a=View(b=1))) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (math.nan, "not finite"),
        (object(), "of type object"),
        ({(1, 2): 1}, "a key of a mapping is of type tuple"),
        pytest.param(10**5000, "too many digits", id="digits"),
        (["x" * 1_000_000] * 20, "too large"),
    ],
)
def test_what_json_cannot_hold_is_a_failure(value: object, message: str) -> None:
    assert message in failure("t | to_json", t=value)


def test_the_indent_of_json_cannot_make_it_huge() -> None:
    deep: Any = list(range(100_000))
    for _ in range(190):
        deep = [deep]
    assert "too large" in failure("t | to_json(indent=16)", t=deep)
    assert "too large" in failure("t | tojson(16)", t=deep)
    assert "indent" in failure("t | to_json(indent=1000)", t=[1])
    assert "indent" in failure("t | to_json(indent=s)", t=[1], s="x" * 1000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (
            "a: no\nb: 1:30\nc: 65000:10\nd: 0o17\ne: 017\n",
            {"a": "no", "b": "1:30", "c": "65000:10", "d": 15, "e": 17},
        ),
        ("- 1\n- [a, {b: ~}]\n", [1, ["a", {"b": None}]]),
        ("x: &a {k: 1}\ny: *a\n", {"x": {"k": 1}, "y": {"k": 1}}),
        ("2026-01-02", "2026-01-02"),
        ("|\n a\n b\n", "a\nb\n"),
        ("---\na: 1\n...\n", {"a": 1}),
    ],
)
def test_yaml_is_read_as_blocks_are(text: str, expected: object) -> None:
    assert value_of("t | from_yaml", t=text) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a: 1\nb: [", "line 2, column"),
        ("a: 1\na: 2\n", "line 2, column 1"),
        ("a: !!python/object:os.system x\n", "line 1, column 4"),
        ("a: 1\n---\nb: 1\n", "another document begins"),
        ("a: \x07", "U+0007"),
        ("[" * 1000, "levels deep"),
        ("a: " + "x" * 200_000, "too large"),
        (None, "needs a text, this is null"),
        (3, "needs a text, this is int"),
    ],
)
def test_what_is_no_yaml_is_a_failure_with_its_place(value: object, message: str) -> None:
    found = failure("t | from_yaml", t=value)
    assert message in found
    assert "x" * 300 not in found


def test_a_bomb_of_aliases_is_a_failure() -> None:
    lines = ["a0: &a0 [1, 1]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert "aliases" in failure("t | from_yaml", t="\n".join(lines))


TRICKY = (
    "",
    " a",
    "a ",
    "no",
    "yes",
    "~",
    "null",
    "true",
    "1",
    "1.10",
    "1e3",
    "08",
    "017",
    "0o17",
    "0x1F",
    "1_000",
    "1:30",
    ".inf",
    ".5",
    "5.",
    "-",
    "- a",
    "a: b",
    "a #b",
    "#a",
    "{{ x }}",
    "{% if %}",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "'",
    '"',
    "\\n",
    "a\nb",
    "a\n",
    "\n",
    "\na",
    "a\n\n b\n",
    "  a\nb",
    "\t",
    "a\tb",
    "\r\n",
    "\x1b[0m",
    "\x00",
    "\x7f",
    "\x85",
    "\u2028",
    "\ufeff",
    "é",
    "\U0001f600",
    "<<",
    "=",
    "?",
    "? a",
    ":",
    "---",
    "...",
    "--- a",
    "2026-01-02",
    "0" * 5000 + "9",
    "word " * 60,
)


def same(left: Any, right: Any) -> bool:
    return repr(left) == repr(right)


@pytest.mark.parametrize("text", TRICKY)
def test_a_text_written_as_yaml_is_read_back(text: str) -> None:
    for value in (text, [text], {text: text}, {"a": [{"b": text}, text]}):
        assert same(value_of("v | to_yaml | from_yaml", v=value), value)


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -5, 1.5, 1e100, 1e-7, -0.0, math.inf, math.nan, [], {}, [[]], [{}], {"a": {"b": []}}],
)
def test_a_value_written_as_yaml_is_read_back(value: object) -> None:
    assert same(value_of("v | to_yaml | from_yaml", v=value), value)


def test_random_values_written_as_yaml_are_read_back() -> None:
    chance = random.Random(3)
    alphabet = "ab01:-#{}[]'\"\\ \n\t.,&*!|>%@e+_~é"

    def made(depth: int) -> Any:
        kind = chance.randrange(6 if depth else 4)
        if kind == 4:
            return [made(depth - 1) for _ in range(chance.randrange(4))]
        if kind == 5:
            return {text(): made(depth - 1) for _ in range(chance.randrange(4))}
        return (text(), chance.randrange(-99, 99), chance.random(), None)[kind]

    def text() -> str:
        return "".join(chance.choice(alphabet) for _ in range(chance.randrange(12)))

    for _ in range(300):
        value = made(4)
        assert same(value_of("v | to_yaml | from_yaml", v=value), value)


def test_yaml_is_written_for_people() -> None:
    value = {"b": [1, "no"], "a": "x " * 60 + "x", "t": (1, 2)}
    assert value_of("v | to_yaml", v=value) == "b:\n- 1\n- 'no'\na: " + "x " * 60 + "x\nt:\n- 1\n- 2\n"
    assert value_of("v | to_yaml", v="text") == "text\n"
    assert value_of("v | to_yaml", v=View(a=1)) == "a: 1\n"


def test_yaml_is_as_deep_as_it_can_be_read() -> None:
    deep: Any = 1
    for _ in range(64):
        deep = [deep]
    assert value_of("v | to_yaml | from_yaml", v=deep) == deep
    assert "nested more than 64" in failure("v | to_yaml", v=[deep])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({1: 2}, "keys of mappings have to be texts"),
        (object(), "of type object"),
        (["x" * 10_000] * 100, "too large"),
        pytest.param(10**5000, "filter 'to_yaml'", id="digits"),
        ("\ud800", "filter 'to_yaml'"),
    ],
)
def test_what_yaml_cannot_hold_is_a_failure(value: object, message: str) -> None:
    assert message in failure("v | to_yaml", v=value)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a.b", 1),
        ("rows[].n", [1, 2]),
        ("rows[?n > `1`].n | [0]", 2),
        ("no.such", None),
        ("length(rows)", 2),
        ("rows[*].{number: n}", [{"number": 1}, {"number": 2}]),
        ("rows[?n == `1`] | length(@)", 1),
        ("sort_by(rows, &n)[-1].n", 2),
        ("join('-', names)", "a-b"),
    ],
)
def test_jmespath_finds(expression: str, expected: object) -> None:
    view = View(a={"b": 1}, rows=({"n": 1}, {"n": 2}), names=["a", "b"])
    assert value_of("v | jmespath(e)", v=view, e=expression) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("a[", "filter 'jmespath'"),
        ("no_function(@)", "no_function"),
        ("length(s) | abs(@, @)", "filter 'jmespath'"),
        ("abs(s)", "abs() cannot take a value of type string"),
        ("", "filter 'jmespath'"),
        ("(" * 5000, "nested too deeply"),
        ("[@,@]|" * 60 + "@", "too large"),
        ("[@,@]|" * 60 + "to_string(@)", "too large"),
        ("[@,@]|" * 60 + "[@==@]", "too large"),
        ("map(&[@,@],[@])|" * 60 + "to_string(@)", "too large"),
        ("x" * 20_000, "too large"),
        (None, "needs a text"),
    ],
)
def test_jmespath_that_fails_says_why(expression: Any, message: str) -> None:
    secret = "hunter2" * 20
    began = time.thread_time()
    found = failure("v | jmespath(e)", v={"a": 1, "s": secret}, e=expression)
    assert message in found
    assert secret not in found
    assert time.thread_time() - began < 4
