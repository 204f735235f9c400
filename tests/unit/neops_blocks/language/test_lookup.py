"""What may be written at a place, and what names mean."""

from __future__ import annotations

import pytest

from neops_blocks.language import NAMES, RESULT_FIELDS, place
from neops_blocks.lint.scopes import RESERVED
from neops_blocks.model import COMMON_RESULT_FIELDS
from neops_blocks.source import load
from neops_blocks.steps import KINDS

BLOCK = load(
    """\
parameters:
  vlan: {type: integer}
  short: integer
steps:
  - command: show version
    parse: {regex: a}
    platforms: {ios: {}}
  - id: nothing_yet
  - set: 1
result:
  data:
    a: {value: 1}
    b: {type: integer}
x-mine: {a: 1}
""",
    "f.yaml",
).documents[0]


@pytest.mark.parametrize(
    ("path", "there", "absent"),
    [
        ((), {"schema", "steps", "result"}, {"id"}),
        (("parameters", "vlan"), {"type", "secret"}, {"value"}),
        (("parameters", "new"), {"type", "secret"}, {"value"}),
        (("parameters", "vlan", "items"), {"type", "enum"}, {"secret"}),
        (("steps", 0), {"command", "prompts"}, {"set", "python"}),
        (("steps", 1), {"command", "set", "python", "with"}, {"output"}),
        (("steps", 2), {"set", "once"}, {"command", "parse"}),
        (("steps", 9), {"command", "set"}, set()),
        (("steps", 0, "parse"), {"regex", "many"}, {"jmespath"}),
        (("steps", 0, "platforms", "ios"), {"command", "parse"}, {"id", "once", "set"}),
        (("steps", 0, "platforms", "other"), {"command", "parse"}, {"id"}),
        (("result", "data", "a"), {"value", "type"}, {"per_device"}),
        (("result", "data", "b"), {"value", "per_device"}, {"secret"}),
        (("fan_out",), {"where", "max_failures"}, set()),
    ],
)
def test_keys(path, there, absent):
    names = {key.name for key in place(path, BLOCK).keys}
    assert there <= names
    assert not absent & names


@pytest.mark.parametrize(
    "path", [("x-mine",), ("steps", 0, "command"), ("nowhere", "at", "all"), ("steps", "x")]
)
def test_where_no_key_is_known(path):
    assert place(path, BLOCK).keys == ()


@pytest.mark.parametrize(
    ("path", "choices"),
    [
        (("run_on",), ["device", "group", "interface", "global"]),
        (("steps", 0, "enable"), ["true", "false"]),
        (("schema",), ["function-block/v1"]),
        (("name",), []),
    ],
)
def test_choices(path, choices):
    assert [choice.text for choice in place(path, BLOCK).choices] == choices


def test_needed_keys_and_those_that_choose():
    keys = {key.name: key for key in place(("steps", 1), BLOCK).keys}
    assert {name for name, key in keys.items() if key.chooses} == set(KINDS)
    assert not [name for name, key in keys.items() if key.needed]
    keys = {key.name: key for key in place((), BLOCK).keys}
    assert {name for name, key in keys.items() if key.needed} == {
        "schema", "name", "package", "run_on", "type", "steps",
    }  # fmt: skip
    assert (keys["steps"].opens, keys["parameters"].opens, keys["name"].opens) == ("list", "mapping", "")


def test_a_key_says_what_it_means_and_its_default():
    assert place(("steps", 0, "timeout"), BLOCK).text == "Seconds for each attempt."
    assert "Default: `continue`" in place(("fan_out", "on_error"), BLOCK).text
    assert place(("nowhere",), BLOCK).text == ""


def test_snippets_of_a_place():
    assert [snippet["label"] for snippet in place(("steps", 9), BLOCK).snippets] == list(KINDS)
    assert place(("name",), BLOCK).snippets == ()


def test_every_name_and_every_field_of_a_result_is_explained():
    assert NAMES.keys() >= RESERVED
    known = COMMON_RESULT_FIELDS.union(*(kind.result_fields for kind in KINDS.values()))
    assert RESULT_FIELDS.keys() >= known
