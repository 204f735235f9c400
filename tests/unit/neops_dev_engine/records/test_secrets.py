from __future__ import annotations

import pytest

from neops_dev_engine.records.secrets import (
    shown_updates,
    without_device_secrets,
    without_secret_parameters,
)

SECRET = {"type": "string", "writeOnly": True, "format": "password"}
SCHEMA = {
    "properties": {
        "user": {"type": "string"},
        "password": SECRET,
        "old": {"type": "string", "format": "password"},
        "maybe": {"anyOf": [SECRET, {"type": "null"}]},
        "login": {"$ref": "#/$defs/Login"},
        "all": {"allOf": [{"$ref": "#/$defs/Login"}]},
        "logins": {"type": "array", "items": {"$ref": "#/$defs/Login"}},
        "pair": {"type": "array", "prefixItems": [{}, SECRET]},
        "by_name": {"type": "object", "additionalProperties": SECRET},
        "whole": {"type": "object", "writeOnly": True},
        "tree": {"$ref": "#/$defs/Tree"},
    },
    "patternProperties": {"_key$": SECRET},
    "$defs": {
        "Login": {"properties": {"name": {"type": "string"}, "key": SECRET}},
        "Tree": {"properties": {"key": SECRET, "below": {"$ref": "#/$defs/Tree"}}},
    },
}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"user": "u", "other": 1}, {"user": "u", "other": 1}),
        ({"password": "p", "old": "q"}, {"password": "***", "old": "***"}),
        ({"password": None, "maybe": None}, {"password": None, "maybe": None}),
        ({"password": {"not": "a string"}}, {"password": "***"}),
        ({"maybe": "p"}, {"maybe": "***"}),
        ({"login": {"name": "n", "key": "k"}}, {"login": {"name": "n", "key": "***"}}),
        ({"all": {"name": "n", "key": "k"}}, {"all": {"name": "n", "key": "***"}}),
        ({"logins": [{"key": "k"}, {"name": "n"}]}, {"logins": [{"key": "***"}, {"name": "n"}]}),
        ({"pair": ["a", "b", "c"]}, {"pair": ["a", "***", "c"]}),
        ({"by_name": {"x": "1"}}, {"by_name": {"x": "***"}}),
        ({"whole": {"x": "1"}}, {"whole": "***"}),
        ({"x_key": "1", "x_name": "2"}, {"x_key": "***", "x_name": "2"}),
        ({"tree": {"key": "1", "below": {"key": "2"}}}, {"tree": {"key": "***", "below": {"key": "***"}}}),
    ],
)
def test_secret_parameters_are_not_shown(given, shown):
    assert without_secret_parameters(given, SCHEMA) == shown


def test_parameters_without_secrets_are_the_same_object():
    given = {"user": "u"}
    assert without_secret_parameters(given, SCHEMA) is given


@pytest.mark.parametrize(
    "schema",
    [{}, {"properties": {"a": True}}, {"$ref": "#"}, {"$ref": "#/nowhere"}, {"$ref": "http://127.0.0.1:9/x"}],
)
def test_a_strange_schema_is_no_problem(schema):
    given = {"a": [{"b": 1}]}
    assert without_secret_parameters(given, schema) == given


@pytest.mark.parametrize("levels", [60, 190, 400])
def test_a_nested_secret_is_found_at_any_depth(levels):
    schema: dict[str, object] = {"properties": {"key": SECRET}}
    given: dict[str, object] = {"key": "deep"}
    for _ in range(levels):
        schema, given = {"properties": {"a": schema}}, {"a": given}
    assert "deep" not in str(without_secret_parameters(given, schema))


def test_devices_show_no_credentials():
    context = {"devices": [{"id": 1, "password": "p", "connectionOptions": "{}", "username": "u"}, {"id": 2}]}
    assert without_device_secrets(context) == {
        "devices": [{"id": 1, "password": "***", "connectionOptions": "***", "username": "u"}, {"id": 2}]
    }
    harmless = {"devices": [{"id": 1, "password": None, "connectionOptions": ""}]}
    assert without_device_secrets(harmless) is harmless


def test_updates_show_no_credentials():
    updates = [
        {"operation": "create", "data": {"hostname": "h", "password": "p", "connection_options": "o"}},
        {"operation": "patch", "path": "password", "value": "p"},
        {"operation": "patch", "path": "connection_options", "value": {"a": 1}},
        {"operation": "patch", "path": "vendor", "value": "v"},
        {"operation": "delete", "id": 1},
        "nonsense",
    ]
    assert shown_updates(updates) == [
        {"operation": "create", "data": {"hostname": "h", "password": "***", "connection_options": "***"}},
        {"operation": "patch", "path": "password", "value": "***"},
        {"operation": "patch", "path": "connection_options", "value": "***"},
        {"operation": "patch", "path": "vendor", "value": "v"},
        {"operation": "delete", "id": 1},
        "nonsense",
    ]
