"""The published schema and the linter agree on what a block may look like; `jsonschema` is the judge."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from neops_blocks.diagnostics import Code
from neops_blocks.language import block_schema
from neops_blocks.lint import lint
from neops_blocks.source import load

ROOT = Path(__file__).parents[4]
FIXTURES = ROOT / "tests/unit/neops_blocks/lint/fixtures"
FILES = sorted(
    file for place in (FIXTURES, ROOT / "blocks", ROOT / "examples") for file in place.rglob("*.block.yaml")
)
JUDGE = Draft7Validator(block_schema())
SHAPE = {
    Code.UNKNOWN_KEY,
    Code.MISSING_KEY,
    Code.WRONG_TYPE,
    Code.WRONG_VALUE,
    Code.STEP_KIND,
    Code.NOT_AVAILABLE,
    Code.SCHEMA_VERSION,
    Code.NUMBER_FOR_TEXT,
    Code.BAD_NAME,
    Code.NO_BLOCK,
}
"""Codes about the shape of a block: the schema has to refuse such a block too."""

EITHER = {Code.BAD_PARSER}
"""Codes of which the schema knows a part: it refuses an unknown parser, and cannot see a missing template."""


def check_agreement(plain):
    text = json.dumps(plain)
    findings = {str(finding): finding.code for finding in lint(text, FIXTURES / "good/f.block.yaml")}
    shape = [said for said, code in findings.items() if code in SHAPE]
    refused = [f"{'.'.join(map(str, error.path))}: {error.message}" for error in JUDGE.iter_errors(plain)]
    if shape:
        assert refused, (shape, text)
    if refused:
        assert shape or EITHER & set(findings.values()), (refused, text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_they_agree_on_every_file(file):
    for node in load(file.read_text(encoding="utf-8"), str(file)).documents:
        if node.value is not None:
            check_agreement(node.plain())


def everything():
    file = FIXTURES / "good/everything.block.yaml"
    return load(file.read_text(encoding="utf-8"), str(file)).documents[0].plain()


WHOLE = everything()
WHOLE["steps"] += [
    {"id": "a", "python": "checks.py:classify", "with": {"names": []}, "dry_run": "run"},
    {"command": ["show a", "show b"], "prompts": [{"expect": "x", "send": "y"}], "types": {"a": "integer"}},
    {"command": "show a", "parse": {"regex": "(?P<a>.)", "many": True}, "empty": "ok", "loop": [1]},
    {"command": "show a", "parse": [{"jmespath": "a"}, "json"], "connection": {"port": 22, "options": {}}},
]
VALUES = [None, True, 0, 7, -1, 2.5, "", "text", "10%", "unsupported", "a b", [], ["a"], [1], {}, {"a": 1},
          {"type": "string"}, {"x-a": 1}, {"value": 1}, {"over": []}, {"command": "show a"}]  # fmt: skip
KEYS = ["x-mine", "zzz", "Bad Name", "id", "name", "type", "value", "per_device", "command", "set", "once",
        "schema", "default", "over", "ios", "items", "steps", "secret", "wait", "regex", "lines"]  # fmt: skip


def places(value, path=()):
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, (dict, list)):
            yield from places(item, (*path, key))


PLACES = list(places(WHOLE))


@st.composite
def mutated(draw):
    block = copy.deepcopy(WHOLE)
    at = block
    for part in draw(st.sampled_from(PLACES)):
        at = at[part]
    value = copy.deepcopy(draw(st.sampled_from(VALUES)))
    if isinstance(at, list):
        at.insert(0, value) if not at or draw(st.booleans()) else at.__setitem__(0, value)
        return block
    key = draw(st.sampled_from([*at, *KEYS]))
    if key in at and draw(st.booleans()):
        del at[key]
    else:
        at[key] = value
    return block


@given(mutated())
def test_they_agree_on_any_mutation(block):
    check_agreement(block)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"fan_out": {"max_parallel": 50.0}}, "a whole number written as 50.0 is an integer to JSON Schema"),
        (
            {"steps": [{"command": "reload", "prompts": [{"expect": "[", "send": "y"}]}]},
            "regular expressions are Python's, which editors would judge wrongly",
        ),
    ],
)
def test_what_only_the_linter_refuses(change, why):
    block = {**WHOLE, **change}
    assert not list(JUDGE.iter_errors(block)), why
    assert [finding for finding in lint(json.dumps(block), "f.block.yaml") if finding.code in SHAPE], why
