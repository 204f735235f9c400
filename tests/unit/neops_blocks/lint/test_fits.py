"""The quick look never says yes where JSON Schema says no."""

from __future__ import annotations

import itertools

import pytest
from neops_blocks.lint.fits import plainly_fits
from neops_blocks.model import judge

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
    {"type": "object"},
    {"type": "string", "pattern": "^a"},
    {},
]
VALUES = [0, 1, -1, 11, 1.0, 1.5, 2.5, True, False, None, "", "a", "c", [], ["a"], [1], {}, {"a": 1}]


@pytest.mark.parametrize(("schema", "value"), list(itertools.product(SCHEMAS, VALUES)), ids=str)
def test_a_value_that_plainly_fits_is_accepted_by_json_schema(schema, value):
    if plainly_fits(value, schema):
        assert judge(schema)(value) == []


@pytest.mark.parametrize(
    ("schema", "value"),
    [({"type": "integer", "minimum": 0}, 100), ({"type": "string"}, "a"), ({"type": "boolean"}, False)],
)
def test_the_usual_defaults_need_no_json_schema(schema, value):
    assert plainly_fits(value, schema)
