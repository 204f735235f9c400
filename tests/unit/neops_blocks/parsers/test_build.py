"""Parsers from the `parse` key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from neops_blocks.diagnostics import ParseFailed
from neops_blocks.parsers import ParseInput, ParserSpecError, build_parser, convert_types

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = ParseInput("ios", "show x")


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        ({"regex": r"(?P<a>\d+)", "many": True}, "1 2", [{"a": "1"}, {"a": "2"}]),
        ({"regex": r"v(\d+)"}, "v7", "7"),
        ("json", '{"a": 1}', {"a": 1}),
        (["json", {"jmespath": "a.b"}], '{"a": {"b": 2}}', 2),
        ("lines", "a\n\nb\n", ["a", "b"]),
    ],
)
def test_parsers_find(tmp_path: Path, spec: Any, text: str, value: Any) -> None:
    assert build_parser(spec, directory=tmp_path).parse(text, ABOUT) == value


@pytest.mark.parametrize(
    "spec", ["jsno", "xml", {"regex": "("}, {"textfsm": "../x"}, {"textfsm": "no"}, [], 3, {}]
)
def test_a_wrong_spec_is_refused(tmp_path: Path, spec: Any) -> None:
    with pytest.raises(ParserSpecError):
        build_parser(spec, directory=tmp_path)


@pytest.mark.parametrize("spec", ["json", "textfsm", {"regex": "nothing"}])
def test_no_match_shows_the_first_lines(tmp_path: Path, spec: Any) -> None:
    with pytest.raises(ParseFailed, match="FortiGate"):
        build_parser(spec, directory=tmp_path).parse('FortiGate # {"a": 1}', ABOUT)


def test_types_are_converted_and_an_empty_text_is_null() -> None:
    assert convert_types([{"a": "1", "b": ""}], {"a": "integer", "b": "integer"}) == [{"a": 1, "b": None}]
    with pytest.raises(ParseFailed, match="'a'"):
        convert_types({"a": "x"}, {"a": "integer"})
