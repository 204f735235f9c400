from __future__ import annotations

import pytest

from neops_dev_engine.errors import InvalidParameters
from neops_dev_engine.parameters import InvalidSchema, check_schemas, complete

SCHEMA = {
    "type": "object",
    "properties": {
        "count": {"type": "integer", "default": 3},
        "name": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "login": {"$ref": "#/$defs/Login"},
        "logins": {"type": "array", "items": {"$ref": "#/$defs/Login"}},
        "mode": {"$ref": "#/$defs/Mode", "default": "db"},
        "kind": {"oneOf": [{"properties": {"x": {"default": 1}}}]},
        "hosts": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["hosts"],
    "$defs": {
        "Login": {
            "type": "object",
            "properties": {"user": {"type": "string", "default": "admin"}, "key": {"type": "string"}},
        },
        "Mode": {"enum": ["db", "dry"]},
    },
}
DEFAULTS = {"count": 3, "name": None, "mode": "db", "hosts": []}


@pytest.mark.parametrize(
    ("given", "completed"),
    [
        ({}, {}),
        ({"count": 5, "name": "n", "mode": "dry"}, {"count": 5, "name": "n", "mode": "dry"}),
        ({"name": None}, {}),
        ({"login": {}}, {"login": {"user": "admin"}}),
        ({"login": {"user": "u"}}, {"login": {"user": "u"}}),
        ({"logins": [{}, {"key": "k"}]}, {"logins": [{"user": "admin"}, {"user": "admin", "key": "k"}]}),
        ({"kind": {}}, {"kind": {}}),
        ({"unknown": 1}, {"unknown": 1}),
    ],
)
def test_defaults_are_put_where_keys_are_absent(given, completed):
    before = dict(given)
    assert complete({"hosts": []} | given, SCHEMA) == DEFAULTS | completed
    assert given == before


def test_a_default_is_not_shared_between_submissions():
    schema = {"properties": {"hosts": {"default": []}}}
    complete({}, schema)["hosts"].append("sw1")
    assert complete({}, schema) == {"hosts": []}


def faults(given, schema=SCHEMA):
    with pytest.raises(InvalidParameters) as refused:
        complete(given, schema)
    assert refused.value.body()["statusCode"] == 422
    return [(fault["path"], fault["message"]) for fault in refused.value.more["faults"]]


def test_all_faults_are_told_at_once_each_with_its_place():
    assert faults({"count": "x", "logins": [{"user": 1}], "mode": "wet"}) == [
        ("count", "'x' is not of type 'integer'"),
        ("hosts", "is required"),
        ("logins[0].user", "1 is not of type 'string'"),
        ("mode", "'wet' is not one of ['db', 'dry']"),
    ]


SECRETS = {
    "properties": {
        "pin": {"type": "integer", "writeOnly": True},
        "login": {
            "type": "object",
            "properties": {"key": {"type": "string", "format": "password"}},
            "maxProperties": 1,
        },
    }
}


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"pin": "hush"}, "pin"),
        ({"login": {"key": "hush", "more": 1}}, "login"),
        ({"pin": {"a": "hush"}}, "pin"),
    ],
)
def test_a_fault_does_not_quote_a_secret(given, path):
    [(found, message)] = faults(given, SECRETS)
    assert found == path
    assert "hush" not in message


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "#/$defs/missing"}}},
        {"properties": {"a": {"$ref": "http://127.0.0.1:9/schema.json"}}},
        {"properties": {"a": {"$ref": "#/properties/a"}}},
    ],
)
def test_a_reference_to_nothing_is_a_fault_and_nothing_is_fetched(schema):
    assert faults({"a": 1}, schema)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [("^a+$", "aaa", True), ("^a+$", "ab", False), ("^(a+)+$", "a" * 40 + "b", False), ("(", "a", False)],
)
def test_patterns_are_compared_within_a_time_limit(pattern, text, fits):
    schema = {"properties": {"name": {"type": "string", "pattern": pattern}}}
    if fits:
        complete({"name": text}, schema)
    else:
        [(path, message)] = faults({"name": text}, schema)
        assert path == "name"
        assert repr(pattern) in message


def test_endless_faults_are_cut():
    found = faults({"hosts": list(range(1000))})
    assert len(found) == 51
    assert found[-1] == ("", "and more")


@pytest.mark.parametrize("broken", [{"type": "strange"}, {"properties": 3}, {"required": "x"}])
@pytest.mark.parametrize("name", ["parameterJsonSchema", "resultDataJsonSchema"])
def test_a_schema_that_is_none_is_refused(broken, name):
    good = {"parameterJsonSchema": {}, "resultDataJsonSchema": {}}
    check_schemas(good)
    with pytest.raises(InvalidSchema, match=name):
        check_schemas(good | {name: broken})
