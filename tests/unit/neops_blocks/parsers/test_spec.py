from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from neops_blocks.parsers import ParserSpecError, ParseSpec, build_parser, parse_schema

if TYPE_CHECKING:
    from pathlib import Path

GOOD = ["textfsm", "json", {"regex": "a", "many": True}, ["json", {"jmespath": "a"}]]
BAD = [
    "regex",
    {"regex": "a", "x": 1},
    {"regex": 5},
    {"regex": " "},
    {"json": "a"},
    [],
    [["json"]],
    {},
    5,
    True,
    "",
]


@pytest.mark.parametrize("spec", GOOD)
def test_good_shapes_are_good_everywhere(spec: Any, tmp_path: Path) -> None:
    assert TypeAdapter(ParseSpec).validate_python(spec) == spec
    jsonschema.validate(spec, parse_schema())
    build_parser(spec, directory=tmp_path)


@pytest.mark.parametrize("spec", BAD)
def test_bad_shapes_are_bad_everywhere(spec: Any, tmp_path: Path) -> None:
    with pytest.raises((ValidationError, ParserSpecError)):
        build_parser(TypeAdapter(ParseSpec).validate_python(spec), directory=tmp_path)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spec, parse_schema())
