"""Values: native expressions, text, what is missing, what is refused."""

from __future__ import annotations

import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import compile_expression, compile_text, compile_value


class Skipped(dict[str, Any]):
    def explain_missing(self, name: str) -> str:
        return f"step 'show' was skipped on sw1, it has no {name!r}"


SCOPE: dict[str, Any] = {
    "a": {"items": [1], "get": 7},
    "rows": [{"name": "x"}, {"name": "y"}],
    "numbers": [1, 2],
    "n": 3,
    "none": None,
    "steps": {"show": Skipped(ok=True)},
}


@pytest.mark.parametrize("output", ["1.10", "{{ x }}", "1_000", "1,2", "[1]", "None", " 7 ", "{% if %}", ""])
def test_what_a_device_said_is_never_evaluated_again(output: str) -> None:
    assert compile_value("{{ out }}").evaluate({"out": output}) == output
    assert compile_expression("out").evaluate({"out": output}) == output
    assert compile_text("<{{ out }}>").evaluate({"out": output}) == f"<{output}>"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ n }}", 3),
        (" {{ n }}\n", 3),
        ("{{- n -}}", 3),
        ("{{ none }}", None),
        ("{{ n == 3 }}", True),
        ("{{ numbers }}", [1, 2]),
        ("{{ a.items }}", [1]),
        ("{{ a.get }}", 7),
        ("{{ a['items'] }}", [1]),
        ("{{ {'k': {'l': n}} }}", {"k": {"l": 3}}),
        ('{{ "}}" }}', "}}"),
        ("{{ n, 4 }}", (3, 4)),
        ("{{ numbers | map('string') }}", ["1", "2"]),
        ("{{ range(3) }}", [0, 1, 2]),
        ("{{ a.keys() }}", ["items", "get"]),
        ("{{ {'k': range(2)} }}", {"k": [0, 1]}),
        ("{{ n }}{{ n }}", "33"),
        ("{{ n }}{# c #}", "3"),
        ("<{{ numbers | map('string') }}>", "<['1', '2']>"),
        ("no template", "no template"),
        (["{{ n }}", {"k": "{{ n }}x"}], [3, {"k": "3x"}]),
        ("{% for r in rows %}\n  {{ r.name }}\n{% endfor %}\n", "  x\n  y\n"),
    ],
)
def test_one_expression_keeps_its_type_and_everything_else_is_text(text: Any, value: object) -> None:
    got = compile_value(text).evaluate(SCOPE)
    assert (got, type(got)) == (value, type(value))


def test_a_text_is_text_even_when_it_is_one_expression() -> None:
    assert compile_text("{{ n }}").evaluate(SCOPE) == "3"


@pytest.mark.parametrize("value", [True, 3, [1], None, {"a": 1}])
def test_what_is_no_text_stands_for_itself(value: object) -> None:
    compiled = compile_expression(value)
    assert compiled.constant
    assert compiled.evaluate({}) == value


def test_braces_around_a_bare_expression_are_tolerated() -> None:
    assert compile_expression("{{ n > 2 }}").evaluate(SCOPE) is True


@pytest.mark.parametrize(
    ("source", "value"),
    [(r"'\d\n'", r"\d\n"), (r"'it\'s'", "it's"), (r"'\\'", r"\\"), (r"{{ '\d\n' }}", r"\d\n")],
)
def test_backslashes_of_a_bare_expression_stand_for_themselves(source: str, value: str) -> None:
    assert compile_expression(source).evaluate({}) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (r"{{ '\n' }}", "\n"),
        (r"{{ '\d\1\N' }}", r"\d\1\N"),
        (r"{{ '\\d' }}", r"\d"),
        (r"{{ '\x41é\u00e9' }}", "Aéé"),
        (r"{{ '\x4' }}", r"\x4"),
    ],
)
def test_in_braces_known_escapes_are_escapes_and_the_others_literal(source: str, value: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compile_value(source).evaluate({}) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ numbrs }}", "did you mean 'numbers'?"),
        ("{{ a.itms }}", "did you mean 'items'?"),
        ("{{ steps.show.output }}", "step 'show' was skipped on sw1, it has no 'output'"),
        ("{{ steps.show['output'] }}", "was skipped on sw1"),
        ("{{ rows | map(attribute='nme') }}", "did you mean 'name'?"),
        ("{{ numbers[7] }}", "the list has 2 items, there is no item 7"),
        ("{{ none.x }}", "null has no 'x'"),
        ("{{ n.x }}", "a number has no 'x'"),
    ],
)
def test_what_is_missing_is_named(text: str, message: str) -> None:
    with pytest.raises(TemplateFailure) as caught:
        compile_value(text).evaluate(SCOPE)
    assert message in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "missing",
        "[missing]",
        "{'a': missing}",
        "(1, missing)",
        "[[{'a': (missing,)}]]",
        "rows | map(attribute='no')",
    ],
)
def test_nothing_missing_leaks_from_an_expression(text: str) -> None:
    with pytest.raises(TemplateFailure):
        compile_expression(text).evaluate(SCOPE)


def test_a_dash_in_a_name_is_explained() -> None:
    with pytest.raises(TemplateFailure) as caught:
        compile_expression("a.my-key").evaluate({"a": {"my": 1}})
    assert "subtract" in str(caught.value.hint)


def test_default_and_defined_accept_what_is_missing() -> None:
    assert compile_expression("steps.show.output | default('x')").evaluate(SCOPE) == "x"
    assert compile_expression("steps.show.output is defined").evaluate(SCOPE) is False


@pytest.mark.parametrize(
    "text",
    [
        "numbers.append(3)",
        "a.update({})",
        "a.pop('get')",
        "x.__class__.__mro__",
        "''.__class__",
        "''['__class__']",
        "'' | attr('__class__')",
        "['x'] | map(attribute='__class__')",
        "'{0.__class__}'.format(1)",
        "''.format.__self__",
        "range.__init__",
        "(1).to_bytes(3, 'big')",
        "lipsum()",
        "self",
        "numbers()",
        "range",
    ],
)
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(TemplateFailure):
        compile_expression(text).evaluate({**SCOPE, "x": 1})
    assert SCOPE["numbers"] == [1, 2]


def test_a_value_is_a_copy_of_what_it_came_from() -> None:
    rows = compile_value("{{ rows }}").evaluate(SCOPE)
    rows[0]["name"] = "changed"
    assert SCOPE["rows"][0]["name"] == "x"


def test_no_message_shows_the_address_of_an_object_or_a_large_value() -> None:
    scope = {"obj": object(), "big": "x" * 100_000}
    for text in (
        "{{ obj }}x",
        "{{ [obj] }}x",
        "{{ obj() }}",
        "{{ obj + 1 }}",
        "{{ big.nope }}",
        "{{ {}[big] }}",
    ):
        with pytest.raises(TemplateFailure) as caught:
            compile_value(text).evaluate(scope)
        assert "0x" not in caught.value.message
        assert len(caught.value.message) < 400


def test_fifty_threads_evaluate_one_value() -> None:
    value = compile_value("{% for i in range(20) %}{{ n }},{% endfor %}")
    with ThreadPoolExecutor(50) as pool:
        got = list(pool.map(lambda n: value.evaluate({"n": n}), range(500)))
    assert got == [f"{n}," * 20 for n in range(500)]


def test_importing_the_room_loads_no_heavy_library() -> None:
    code = "import neops_blocks.templates, sys; print([m for m in ('netutils', 'regex', 'jmespath', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
