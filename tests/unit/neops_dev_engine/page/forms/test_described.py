from __future__ import annotations

import pytest

from neops_dev_engine.page.forms.described import described

NESTED = {
    "type": "object",
    "properties": {
        "limits": {
            "type": "object",
            "properties": {"crc": {"type": "integer", "minimum": 0, "description": "Errors."}},
            "required": ["crc"],
        },
        "rows": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
    },
    "required": ["limits"],
}


def test_objects_and_lists_of_objects_are_followed_inwards():
    assert [(line.name, line.depth, line.needed, line.help) for line in described(NESTED)] == [
        ("limits", 0, True, ""),
        ("limits.crc", 1, True, "Errors."),
        ("rows", 0, False, ""),
        ("rows[].name", 1, False, ""),
    ]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "text"),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "whole number, 1 to 9"),
        ({"type": "number", "exclusiveMinimum": 0}, "number, above 0"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text or null"),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "text or whole number"),
        ({"type": ["string", "integer", "null"]}, "text or whole number or null"),
        ({"enum": ["a", 1, None]}, "one of a, 1, null"),
        ({"const": "v1"}, '"v1"'),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}},
            "list of list of yes or no",
        ),
        ({"type": "array"}, "list"),
        ({"type": "string", "format": "ipv4", "pattern": "^10"}, "text, like ^10, ipv4"),
        ({"type": "string", "format": "password"}, "text"),
        (True, "anything"),
    ],
    ids=str,
)
def test_types_are_told_in_words(schema, words):
    (line,) = described({"properties": {"x": schema}})
    assert line.type == words


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"default": "a"}, '"a"'),
        ({"default": None}, "null"),
        ({}, None),
        ({"default": "geheim", "format": "password"}, None),
        ({"default": {"pw": "geheim"}, "properties": {"pw": {"writeOnly": True}}}, None),
    ],
)
def test_defaults_are_told_unless_they_are_secret(schema, default):
    line, *_ = described({"properties": {"x": schema}})
    assert line.default == default


def test_a_schema_without_end_is_cut():
    tree = {"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}}
    assert len(described(tree)) == 126
    assert len(described({"properties": {f"p{number}": {} for number in range(5000)}})) == 200
