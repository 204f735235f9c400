from __future__ import annotations

from typing import Any

import pytest

from neops_blocks.diagnostics import ParseFailed
from neops_blocks.parsers import convert_types


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("integer", " 42 ", 42),
        ("integer", "-7", -7),
        ("integer", 3.0, 3),
        ("integer", "", None),
        ("integer", None, None),
        ("integer", ["1", "2"], [1, 2]),
        ("number", "1.5", 1.5),
        ("number", "10", 10),
        ("number", "1e3", 1000.0),
        ("boolean", "Up", True),
        ("boolean", "0", False),
        ("boolean", False, False),
        ("boolean", " ", None),
        ("string", 5, "5"),
        ("string", True, "true"),
        ("string", "", ""),
        ("string", " 1.10 ", " 1.10 "),
    ],
)
def test_a_value_becomes_its_type(kind: str, value: Any, expected: Any) -> None:
    converted = convert_types({"x": value, "y": "1"}, {"x": kind})
    assert converted == {"x": expected, "y": "1"}
    assert type(converted["x"]) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1,000"),
        ("integer", "1_000"),
        ("integer", "0x1f"),
        ("integer", "٣"),
        ("integer", True),
        ("integer", 1.5),
        ("integer", float("inf")),
        ("integer", "9" * 5000),
        ("number", "nan"),
        ("number", "1e999"),
        ("number", {}),
        ("boolean", "administratively down"),
        ("boolean", 2),
        ("string", {}),
    ],
)
def test_a_value_that_is_not_of_the_type_is_named(kind: str, value: Any) -> None:
    with pytest.raises(ParseFailed, match=f"field 'x': .* is no {kind}"):
        convert_types([{"x": value}], {"x": kind})


def test_the_parsed_output_itself_stays_as_it_is() -> None:
    rows = [{"x": "1"}]
    assert convert_types(rows, {"x": "integer"}) == [{"x": 1}]
    assert rows == [{"x": "1"}]
    assert convert_types("text", {}) == "text"


def test_no_rows_need_no_fields() -> None:
    assert convert_types([], {"x": "integer"}) == []


def test_a_field_that_no_row_has_is_an_error() -> None:
    with pytest.raises(ParseFailed, match="names the field 'errors'") as caught:
        convert_types([{"error": "1"}], {"errors": "integer"})
    assert caught.value.hint == "did you mean 'error'?"


@pytest.mark.parametrize("parsed", ["text", ["a"], [["a"]], 5, None])
def test_output_without_fields_has_no_types(parsed: Any) -> None:
    with pytest.raises(ParseFailed, match="named fields"):
        convert_types(parsed, {"x": "integer"})
