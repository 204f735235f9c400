"""The quick look never says yes where JSON Schema says no."""

from __future__ import annotations

import itertools

import pytest
from jsonschema import Draft202012Validator

from neops_blocks.model.fits import plainly_fits

SCHEMAS = [
    {"type": "integer"},
    {"type": "integer", "minimum": 0, "maximum": 10},
    {"type": "number", "maximum": 1.5},
    {"type": "string"},
    {"type": "string", "minimum": 3},
    {"type": "string", "enum": ["a", "b"]},
    {"type": "boolean"},
    {"type": "null"},
    {"type": "array", "items": {"type": "string"}},
    {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 2},
    {"type": "string", "minLength": 1, "maxLength": 3},
    {"type": "object"},
    {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
    {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
    {"type": "object", "additionalProperties": {"type": "integer", "maximum": 1}},
    {"type": ["string", "null"]},
    {"type": "string", "pattern": "^a"},
    {},
]
VALUES = [
    0,
    1,
    -1,
    11,
    1.0,
    1.5,
    2.5,
    True,
    False,
    None,
    "",
    "a",
    "c",
    [],
    ["a"],
    [1],
    {},
    {"a": 1},
    {"b": 2},
    {"a": "x", "b": 1},
    {1: 2},
    ["a", 2],
    [1, 2, 3],
    "four",
]


@pytest.mark.parametrize(("schema", "value"), list(itertools.product(SCHEMAS, VALUES)), ids=str)
def test_a_value_that_plainly_fits_is_accepted_by_json_schema(schema, value):
    if plainly_fits(value, schema):
        assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [({"type": "integer", "minimum": 0}, 100), ({"type": "string"}, "a"), ({"type": "boolean"}, False)],
)
def test_the_usual_defaults_need_no_json_schema(schema, value):
    assert plainly_fits(value, schema)
