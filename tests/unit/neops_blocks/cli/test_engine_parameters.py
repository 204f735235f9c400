from __future__ import annotations

import pytest

from neops_blocks.cli.engine_parameters import EngineSchema, refused_by_engine
from neops_blocks.cli.problems import Problem
from neops_worker_sdk.logger.masking import Masker

SCHEMA = {
    "type": "object",
    "required": ["count", "mode", "nested", "filled"],
    "properties": {
        "count": {"type": "integer", "minimum": 1, "description": "How many."},
        "mode": {"enum": ["fast", "slow"]},
        "filled": {"type": "string", "default": "by the engine"},
        "since": {"type": "string", "format": "date-time"},
        "peer": {"anyOf": [{"type": "string", "format": "ip"}, {"type": "null"}], "default": None},
        "nested": {"$ref": "#/$defs/Nested"},
        "community": {"type": "string", "writeOnly": True, "format": "password", "maxLength": 8},
        "login": {"type": "object", "properties": {"password": {"type": "string", "maxLength": 8}}},
        "format": {"type": "string"},
    },
    "$defs": {
        "Nested": {"type": "object", "required": ["x"], "properties": {"x": {"type": "number"}}},
    },
}
GOOD = {"count": 2, "mode": "fast", "nested": {"x": 1}}


def problems(values, schema=SCHEMA):
    with pytest.raises(Problem) as caught:
        EngineSchema("p/b:1.0.0", schema).check(values)
    return caught.value.text


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"filled": "here"},
        {"since": "2026-01-01 10:00"},  # blocks in Python read it
        {"peer": None},
        {"community": "public"},
        {"login": {"password": "p", "user": "x"}},
        {"format": "date-time"},
    ],
)
def test_what_the_schema_accepts_passes(more):
    EngineSchema("p/b:1.0.0", SCHEMA).check({**GOOD, **more})


def test_all_faults_come_in_one_message():
    said = problems({"count": "x", "moed": "fast", "nested": {"x": "y"}})
    assert said.splitlines()[0] == "the parameters do not fit p/b:1.0.0:"
    for line in (
        "  moed: there is no such parameter; did you mean 'mode'?",
        '  mode: missing, expected one of "fast", "slow"',
        "  count: expected integer, got text 'x' — How many.",
        "  nested: x: expected number, got text 'y'",
    ):
        assert line in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 0),
        ("count", True),
        ("mode", "medium"),
        ("peer", "192.0.2.300"),
        ("nested", {}),
        ("nested", []),
        ("format", 1),
    ],
)
def test_what_the_schema_does_not_accept_is_named(name, value):
    assert f"  {name}: " in problems({**GOOD, name: value})


def test_secrets_are_never_shown_however_deep():
    schema = EngineSchema("p/b:1.0.0", SCHEMA)
    secret = "a-long-secret " * 20
    values = {**GOOD, "community": secret, "login": {"password": secret}}
    assert set(schema.secrets(values)) == {secret}
    said = problems(values)
    assert "a-long-secret" not in said
    assert "  community: expected string (format password), got ***" in said
    assert "  login: expected object, got ***" in said


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "http://127.0.0.1:1/schema"}}},
        {"properties": {"a": {"$ref": "#/$defs/none"}}},
        {"properties": {"a": {"$ref": "#/$defs/loop"}}, "$defs": {"loop": {"$ref": "#/$defs/loop"}}},
        {"properties": {"a": {"type": "nonsense"}}},
        {"properties": {"a": {"type": "string", "pattern": "("}}},
        {"properties": {"a": True}},
        {"additionalProperties": True},
        {"patternProperties": {"a": {"type": "integer"}}},
        {"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}},
    ],
)
def test_what_cannot_be_judged_here_is_left_to_the_engine(schema):
    EngineSchema("p/b:1.0.0", schema).check({"a": "x"})


def test_no_parameters_at_all():
    EngineSchema("p/b:1.0.0", {}).check({})
    assert "parameters: none" in problems({"a": 1}, {})


def test_the_faults_that_an_engine_finds_are_shown_the_same_way():
    faults = [
        {"path": "a.b", "message": "is \x1b[31mhunter22"},
        {"path": "", "message": "b is missing"},
        "odd",
        {},
    ]
    said = refused_by_engine("p/b:1.0.0", faults, Masker(["hunter22"])).text
    assert "  a.b: is \\x1b[31m***\n  all together: b is missing\n" in said
