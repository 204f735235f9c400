"""What a filled form means."""

from __future__ import annotations

import pytest

from neops_dev_engine.page.forms.inputs import inputs_of
from neops_dev_engine.page.forms.reading import Form
from neops_dev_engine.page.forms.values import parameters_in

TEXT, WHOLE, REAL = {"type": "string"}, {"type": "integer"}, {"type": "number"}
NOTHING: dict[str, object] = {}


def parsed(schema, *typed, needed=False, root=None):
    """Parameters and faults for a schema with one property x, or a whole one."""
    whole = root or {"properties": {"x": schema}, **({"required": ["x"]} if needed else {})}
    fields = [("p/x", text) if isinstance(text, str) else text for text in typed]
    return parameters_in(inputs_of(whole), Form(fields))


def or_null(schema, **more):
    return {"anyOf": [schema, {"type": "null"}], **more}


@pytest.mark.parametrize(
    ("schema", "typed", "parameters"),
    [
        (TEXT, "world", {"x": "world"}),
        (TEXT, " two  words ", {"x": " two  words "}),
        (TEXT, "5", {"x": "5"}),
        (TEXT, "null", {"x": "null"}),
        (TEXT, "", NOTHING),
        (TEXT | {"default": "network"}, "", {"x": ""}),
        (or_null(TEXT, default=None), "", NOTHING),
        (or_null(TEXT, default="a"), "", {"x": None}),
        (TEXT | {"default": "a\nb"}, "a\r\nb\r\n", {"x": "a\nb\n"}),
        (TEXT | {"format": "password"}, " pass word ", {"x": " pass word "}),
        (TEXT | {"format": "password", "default": "geheim"}, "", NOTHING),
        (WHOLE, "42", {"x": 42}),
        (WHOLE, "-7", {"x": -7}),
        (WHOLE, " 42 ", {"x": 42}),
        (WHOLE, "1e3", {"x": 1000}),
        (WHOLE, "1.5", {"x": 1.5}),
        (WHOLE, "90071992547409930", {"x": 90071992547409930}),
        (WHOLE, "", NOTHING),
        (WHOLE | {"default": 3}, "", NOTHING),
        (or_null(WHOLE, default=3), "", {"x": None}),
        (REAL, "0.5", {"x": 0.5}),
        (REAL, "7", {"x": 7}),
        (WHOLE | {"writeOnly": True}, "1234", {"x": 1234}),
        ({"type": "boolean", "default": True}, "on", {"x": True}),
        ({"type": "boolean"}, "true", {"x": True}),
        ({"type": "boolean"}, "false", {"x": False}),
        ({"type": "boolean"}, "", NOTHING),
        (or_null({"type": "boolean"}, default=None), "null", {"x": None}),
        ({"enum": ["a", 1, None]}, '"a"', {"x": "a"}),
        ({"enum": ["a", 1, None]}, "1", {"x": 1}),
        ({"enum": ["a", 1, None]}, "null", {"x": None}),
        ({"enum": ["a", 1, None]}, "", NOTHING),
        (
            {"type": "array", "items": TEXT},
            "show version\r\n\r\n  show ip route ",
            {"x": ["show version", "show ip route"]},
        ),
        ({"type": "array", "items": TEXT}, "- show version\n- 'a: b'", {"x": ["show version", "a: b"]}),
        ({"type": "array", "items": TEXT}, '["a", "b"]', {"x": ["a", "b"]}),
        ({"type": "array", "items": TEXT}, "-x", {"x": ["-x"]}),
        ({"type": "array", "items": TEXT}, " \n", NOTHING),
        ({"type": "array", "items": TEXT, "default": ["a"]}, "", {"x": []}),
        ({"type": "array", "items": WHOLE}, "[1, 2]", {"x": [1, 2]}),
        ({"type": "array", "items": WHOLE}, "- 1\n- 2", {"x": [1, 2]}),
        ({"type": "object"}, "a: 1\nb: [x, y]", {"x": {"a": 1, "b": ["x", "y"]}}),
        ({"type": "object"}, '{"a": {"b": null}}', {"x": {"a": {"b": None}}}),
        (or_null({"type": "object"}, default=None), "null", {"x": None}),
        (NOTHING, "22:10", {"x": "22:10"}),
        (NOTHING, "5", {"x": 5}),
        (NOTHING, "yes", {"x": "yes"}),
    ],
    ids=str,
)
def test_what_is_typed_becomes_the_value_that_is_meant(schema, typed, parameters):
    assert parsed(schema, typed) == (parameters, {})


@pytest.mark.parametrize(
    ("schema", "typed", "fault"),
    [
        (WHOLE, "many", "this is no number"),
        (REAL, "nan", "this is no number"),
        (REAL, "1e999", "this is no number"),
        (WHOLE, "9" * 5000, "this is no number"),
        ({"enum": ["a"]}, '"b"', "this is none of the choices"),
        ({"enum": ["a"]}, "[", "this is none of the choices"),
        ({"type": "object"}, "a: [", "neither YAML nor JSON: line 1, column 5: "),
        ({"type": "object"}, "just text", "names and values are wanted, one `name: value` a line"),
        ({"type": "array"}, "a: 1", "a list is wanted, one `- item` a line"),
        ({"type": "array", "items": TEXT}, "- a\n- [", "neither YAML nor JSON: line 2"),
        ({"type": "object", "writeOnly": True}, "geheim: [geheim", "it is neither YAML nor JSON"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_told(schema, typed, fault):
    parameters, faults = parsed(schema, typed)
    assert parameters == {}
    assert faults["p/x"].startswith(fault)
    assert "geheim" not in faults["p/x"]


def test_a_box_that_is_not_ticked_says_no():
    assert parsed({"type": "boolean", "default": True}) == ({"x": False}, {})


def test_a_constant_is_sent_where_it_is_required():
    assert parsed({"const": "v1"}, needed=True) == ({"x": "v1"}, {})
    assert parsed({"const": "v1"}) == ({}, {})


def test_what_must_be_given_and_is_not_is_left_to_the_engine_to_tell():
    assert parsed(TEXT, "", needed=True) == ({}, {})
    assert parsed(TEXT | {"default": "a"}, "", needed=True) == ({}, {})


def test_groups_become_objects():
    limits = {"type": "object", "properties": {"crc": WHOLE, "drops": REAL}, "required": ["drops"]}
    root = {"properties": {"x": limits}, "required": ["x"]}
    assert parsed(None, ("p/x/crc", "5"), ("p/x/drops", "0.5"), root=root) == (
        {"x": {"drops": 0.5, "crc": 5}},
        {},
    )
    assert parsed(None, ("p/x/crc", "five"), root=root) == ({"x": {}}, {"p/x/crc": "this is no number"})


def test_further_parameters_join_the_others():
    root = {"properties": {"x": TEXT}, "additionalProperties": True}
    assert parsed(None, ("p/x", "a"), ("others", "y: 1"), root=root) == ({"x": "a", "y": 1}, {})
    parameters, faults = parsed(None, ("p/x", "a"), ("others", "- 1"), root=root)
    assert (parameters, list(faults)) == ({"x": "a"}, ["others"])
