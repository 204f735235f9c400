"""Which input each schema becomes."""

from __future__ import annotations

import pytest

from neops_dev_engine.page.forms.inputs import all_inputs, inputs_of

ADDRESS = {
    "type": "object",
    "properties": {"street": {"type": "string"}, "floor": {"type": "integer", "default": 0}},
    "required": ["street"],
}


def schema_of(given, *, needed=False, **more):
    return {
        "type": "object",
        "properties": {"x": given},
        **({"required": ["x"]} if needed else {}),
        "$defs": {"Address": ADDRESS, "Mode": {"enum": ["fast", "slow"], "type": "string"}},
        **more,
    }


def input_of(given, **more):
    (found,) = inputs_of(schema_of(given, **more))
    return found


@pytest.mark.parametrize(
    ("schema", "control"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date-time"}, "text"),
        ({"type": "string", "default": "a\nb"}, "area"),
        ({"type": "string", "maxLength": 5000}, "area"),
        ({"type": "string", "format": "multiline"}, "area"),
        ({"type": "string", "contentMediaType": "text/plain"}, "area"),
        ({"type": "string", "format": "password"}, "password"),
        ({"type": "string", "writeOnly": True}, "password"),
        ({"type": "integer", "writeOnly": True}, "password"),
        ({"anyOf": [{"type": "string", "format": "password"}, {"type": "null"}]}, "password"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}], "writeOnly": True}, "password"),
        ({"type": "object", "writeOnly": True}, "yaml"),
        ({"type": "integer"}, "number"),
        ({"type": "number"}, "number"),
        ({"type": ["integer", "null"]}, "number"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number"),
        ({"type": "boolean", "default": False}, "checkbox"),
        ({"type": "boolean", "default": True}, "checkbox"),
        ({"type": "boolean"}, "select"),
        ({"anyOf": [{"type": "boolean"}, {"type": "null"}], "default": None}, "select"),
        ({"enum": ["a", 1, None]}, "select"),
        ({"$ref": "#/$defs/Mode"}, "select"),
        ({"allOf": [{"$ref": "#/$defs/Mode"}], "default": "fast"}, "select"),
        ({"anyOf": [{"const": "a"}, {"const": "b"}]}, "select"),
        ({"oneOf": [{"enum": ["a"]}, {"const": "b"}, {"type": "null"}]}, "select"),
        ({"const": 3}, "fixed"),
        ({"type": "array", "items": {"type": "string"}}, "lines"),
        ({"type": "array", "items": {"$ref": "#/$defs/Mode"}}, "lines"),
        ({"type": "array", "items": {"type": "string"}, "default": [" a"]}, "yaml"),
        ({"type": "array", "items": {"type": "integer"}}, "yaml"),
        ({"type": "array"}, "yaml"),
        ({"type": "object"}, "yaml"),
        ({"$ref": "#/$defs/Address"}, "yaml"),
        ({"anyOf": [{"$ref": "#/$defs/Address"}, {"type": "null"}], "default": None}, "yaml"),
        ({"$ref": "#/$defs/Address", "default": {"street": "a"}}, "group"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "yaml"),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "yaml"),
        ({}, "yaml"),
        (True, "yaml"),
        ({"$ref": "#/$defs/Nowhere"}, "yaml"),
        ({"$ref": "https://example.com/schema"}, "yaml"),
        ({"type": "strange"}, "yaml"),
        ({"enum": "no list"}, "yaml"),
        ({"properties": {"a": {"type": "string"}}}, "yaml"),
    ],
    ids=str,
)
def test_each_schema_becomes_an_input(schema, control):
    assert input_of(schema).control == control


def test_an_object_that_must_be_given_is_a_group():
    found = input_of({"$ref": "#/$defs/Address"}, needed=True)
    assert found.control == "group"
    assert [(child.name, child.where, child.control, child.needed) for child in found.children] == [
        ("p/x/street", "x.street", "text", True),
        ("p/x/floor", "x.floor", "number", False),
    ]


def test_a_groups_default_is_its_childrens():
    found = input_of({"$ref": "#/$defs/Address", "default": {"street": "here", "floor": 7}})
    assert [child.initial for child in found.children] == ["here", "7"]


@pytest.mark.parametrize(
    ("schema", "initial"),
    [
        ({"type": "string", "default": "network"}, "network"),
        ({"type": "string", "default": None}, ""),
        ({"type": "string"}, ""),
        ({"type": "integer", "default": 100}, "100"),
        ({"type": "number", "default": 0.5}, "0.5"),
        ({"type": "boolean", "default": True}, "on"),
        ({"type": "boolean", "default": False}, ""),
        ({"enum": ["a", "b"], "default": "b"}, '"b"'),
        ({"enum": ["a", None], "default": None}, "null"),
        ({"type": "array", "items": {"type": "string"}, "default": ["a", "b"]}, "a\nb"),
        ({"type": "object", "default": {"a": [1]}}, '{\n  "a": [\n    1\n  ]\n}'),
        ({"type": "array", "default": []}, "[]"),
        ({"default": 5}, "5"),
        ({"type": "string", "default": "geheim", "format": "password"}, ""),
        ({"type": "object", "default": {"a": "geheim"}, "writeOnly": True}, ""),
        (
            {
                "anyOf": [{"type": "object", "properties": {"pw": {"writeOnly": True}}}, {"type": "null"}],
                "default": {"pw": "geheim"},
            },
            "",
        ),
    ],
    ids=str,
)
def test_inputs_hold_the_default_at_first_unless_it_is_secret(schema, initial):
    assert input_of(schema).initial == initial


@pytest.mark.parametrize(
    ("schema", "attributes"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, {"step": "1", "min": "1", "max": "9"}),
        (
            {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 9},
            {"step": "1", "min": "2", "max": "8"},
        ),
        ({"type": "number", "minimum": 0.5}, {"step": "any", "min": "0.5"}),
        ({"type": "number", "exclusiveMinimum": 0}, {"step": "any"}),
        ({"type": "integer", "minimum": "0"}, {"step": "1"}),
        ({"type": "string", "minLength": 2, "maxLength": 9}, {"minlength": "2", "maxlength": "9"}),
        ({"type": "string", "maxLength": True, "pattern": "^(?P<a>.)$"}, {}),
    ],
    ids=str,
)
def test_limits_are_given_to_the_browser_where_it_has_words_for_them(schema, attributes):
    assert input_of(schema).attributes == attributes


@pytest.mark.parametrize(
    ("schema", "needed", "options"),
    [
        ({"enum": ["a", "b"]}, False, ["", '"a"', '"b"']),
        ({"enum": ["a", "b"]}, True, ["", '"a"', '"b"']),
        ({"enum": ["a", "b"], "default": "a"}, False, ['"a"', '"b"']),
        ({"enum": ["a", "b"], "default": "other"}, False, ["", '"a"', '"b"']),
        ({"enum": ["", 1, True, None]}, False, ["", '""', "1", "true", "null"]),
        ({"type": "boolean"}, False, ["", "true", "false"]),
        (
            {"anyOf": [{"type": "boolean"}, {"type": "null"}], "default": None},
            False,
            ["true", "false", "null"],
        ),
    ],
    ids=str,
)
def test_selections_offer_their_values_and_nothing_where_there_is_no_default(schema, needed, options):
    assert [option.value for option in input_of(schema, needed=needed).options] == options


def test_inputs_that_must_be_filled_come_first_and_say_so():
    schema = {
        "properties": {"a": {"type": "string"}, "b": {"type": "string", "description": " Why. "}},
        "required": ["b"],
    }
    assert [(each.label, each.needed, each.help) for each in inputs_of(schema)] == [
        ("b", True, "Why."),
        ("a", False, ""),
    ]


def test_a_schema_that_allows_further_properties_has_an_input_for_them():
    *_, others = inputs_of(schema_of({"type": "string"}, additionalProperties=True))
    assert (others.name, others.control, others.echoed) == ("others", "yaml", True)
    *_, others = inputs_of(
        schema_of({"type": "string", "writeOnly": True}, additionalProperties={"type": "string"})
    )
    assert not others.echoed
    assert len(inputs_of(schema_of({"type": "string"}, additionalProperties=False))) == 1


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string", "format": "password"}},
        {"type": "array", "items": {"type": "object", "properties": {"key": {"writeOnly": True}}}},
        {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"writeOnly": True}}]},
        {"$ref": "#/$defs/Login"},
    ],
    ids=str,
)
def test_what_may_hold_a_secret_is_not_shown_again(schema):
    login = {"type": "object", "properties": {"user": {"type": "string"}, "pw": {"format": "password"}}}
    (found,) = inputs_of({"properties": {"x": schema}, "$defs": {"Login": login}})
    assert not found.echoed


def test_schemas_without_end_have_an_end():
    tree = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Tree"}}, "required": ["next"]}
    found = inputs_of(
        {"properties": {"x": {"$ref": "#/$defs/Tree"}}, "required": ["x"], "$defs": {"Tree": tree}}
    )
    assert [each.where for each in all_inputs(found)] == ["x", "x.next", "x.next.next"]
    itself = {"properties": {"x": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}
    assert [each.control for each in inputs_of(itself)] == ["yaml"]
    wide = {"properties": {f"p{number}": {"type": "string"} for number in range(1000)}}
    assert len(inputs_of(wide)) == 200


def test_names_with_slashes_stay_apart():
    schema = {"properties": {"a/b": {}, "a~b": {}, "a~1b": {}}}
    assert len({each.name for each in inputs_of(schema)}) == 3
