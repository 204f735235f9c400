"""Documents: what the model holds, and how errors are told."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import pytest
from pydantic import Field

from neops_blocks.model import StepModel, parse_block, parse_partly
from neops_blocks.source import load

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: group\ntype: check\n"


class CommandStep(StepModel):
    """A step kind for these tests."""

    kind: ClassVar[str] = "command"
    device_only: ClassVar[bool] = True
    result_fields: ClassVar[frozenset[str]] = frozenset({"output"})

    command: str | list[str]
    types: dict[str, Literal["integer"]] = Field(default_factory=dict)


class SetStep(StepModel):
    """Another one."""

    kind: ClassVar[str] = "set"
    result_fields: ClassVar[frozenset[str]] = frozenset({"value"})

    set: Any


KINDS = {"command": CommandStep, "set": SetStep}


def parsed(rest, head=HEAD, how=parse_block):
    source = load(head + rest, "x.block.yaml")
    assert source.findings == ()
    return how(source.documents[0], source, KINDS)


def document(rest):
    found, findings = parsed(rest)
    assert [str(finding) for finding in findings] == []
    return found


def messages(rest):
    found, findings = parsed(rest)
    assert found is None
    return [
        f"{finding.span.start.line - 5}:{finding.span.start.column} {finding.code} {finding.message}"
        for finding in findings
    ]


def test_steps_are_of_their_kinds_and_know_their_place():
    block = document("steps:\n  - command: show version\n  - set: 1\n").block
    assert [(type(step), step.kind, step.path) for step in block.steps] == [
        (CommandStep, "command", ("steps", 0)),
        (SetStep, "set", ("steps", 1)),
    ]


def test_a_step_is_whole_on_each_platform():
    step = document(
        "steps:\n  - command: a\n    timeout: 5\n"
        "    platforms: {eos: {command: b}, junos: {timeout: 9}, nxos: unsupported, default: unsupported}\n"
    ).block.steps[0]
    assert {name: (variant.command, variant.timeout) for name, variant in step.variants.items()} == {
        "eos": ("b", 5.0),
        "junos": ("a", 9.0),
    }
    assert step.unsupported == {"nxos", "default"}


def test_parameters_keep_the_authors_schema():
    parameters = document(
        "parameters:\n  a: integer\n  b: {type: [string, 'null'], default: null, secret: true, x-own: 1}\n"
        "  c: {type: array, items: string, minItems: 1}\nsteps: [{set: 1}]\n"
    ).block.parameters
    assert parameters["a"].json_schema() == {"type": "integer"}
    assert parameters["b"].json_schema() == {"type": ["string", "null"], "default": None}
    assert parameters["c"].json_schema() == {"type": "array", "items": {"type": "string"}, "minItems": 1}
    assert [(p.required, p.secret) for p in parameters.values()] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_result_fields_may_be_short():
    data = document(
        "steps: [{set: 1}]\nresult: {data: {a: '{{ 1 }}', b: {type: array, per_device: '{{ 2 }}'}}}\n"
    ).block.result.data
    assert (data["a"].value, data["a"].is_per_device, data["a"].json_schema()) == ("{{ 1 }}", False, {})
    assert (data["b"].per_device, data["b"].is_per_device, data["b"].json_schema()) == (
        "{{ 2 }}",
        True,
        {"type": "array"},
    )


def test_keys_of_the_author_are_left_alone():
    found = document("x-owner: noc\nsteps:\n  - {set: 1, x-ticket: 5}\n")
    assert found.block.steps[0].set == 1


def test_a_loop_may_be_short():
    steps = document(
        "steps:\n  - {set: 1, loop: [1, 2]}\n  - {set: 1, loop: params.a}\n  - {set: 1, loop: {over: x, as: y}}\n"
    ).block.steps
    assert [(step.loop.over, step.loop.as_) for step in steps] == [
        ([1, 2], "item"),
        ("params.a", "item"),
        ("x", "y"),
    ]
    assert steps[0].fields() == {"results", "ok", "skipped", "error", "attempts", "elapsed"}


def test_a_document_finds_the_place_of_what_is_written():
    found = document("steps:\n  - id: a\n    set: {b: [1]}\n")
    assert str(found.span("steps", 0, "set", "b", 0)) == "x.block.yaml:8:15"
    assert str(found.span("steps", 0, "timeout")) == "x.block.yaml:7:5"
    assert str(found.key_span("steps", 0, "set")) == "x.block.yaml:8:5"


ERRORS = [
    ("no steps", "steps: []\n", ["1:8 NB204 steps: at least one item is needed"]),
    ("steps missing", "x-a: 1\n", ["-4:1 NB202 the key 'steps' is missing"]),
    ("steps no list", "steps: {set: 1}\n", ["1:8 NB203 steps: expected a list, got a mapping"]),
    ("unknown key", "stepz: 1\nsteps: [{set: 1}]\n", ["1:1 NB201 unknown key 'stepz'"]),
    ("version", "version: 1.10\nsteps: [{set: 1}]\n", ["1:10 NB208 version: expected text, got the number 1.10"]),
    ("version text", "version: v1\nsteps: [{set: 1}]\n", ["1:10 NB204 version: 'v1' is not a version"]),
    ("seconds", "steps: [{set: 1, timeout: abc}]\n", ["1:27 NB203 timeout: expected a number of seconds, got text 'abc'"]),
    ("nothing", "steps: [{set: 1, timeout: }]\n", ["1:18 NB203 timeout: expected a value, got nothing"]),
    ("zero seconds", "steps: [{set: 1, timeout: 0}]\n", ["1:27 NB204 timeout: expected more than 0, got the number 0"]),
    ("boolean", "steps: [{set: 1, once: yes}]\n", ["1:24 NB203 once: expected true or false, got text 'yes'"]),
    ("union", "steps: [{command: 5}]\n", ["1:19 NB208 command: expected text or a list, got the number 5"]),
    ("item of a union", "steps: [{command: [a, 5]}]\n", ["1:23 NB208 command: expected text, got the number 5"]),
    ("text", "steps: [show version]\n", ["1:9 NB203 a step is a mapping, this is text 'show version'"]),
    ("literal", "steps: [{set: 1, on_error: go}]\n", ["1:28 NB204 on_error: 'go' is not possible here"]),
    ("id", "steps: [{set: 1, id: a-b}]\n", ["1:22 NB209 id: 'a-b' is not a name"]),
    ("later kind", "steps: [{wait: 5}]\n", ["1:10 NB206 'wait' is not available in this version"]),
    ("later key", "rollback: []\nsteps: [{set: 1}]\n", ["1:1 NB206 'rollback' is not available in this version"]),
    ("two kinds", "steps: [{set: 1, command: a}]\n", ["1:18 NB205 a step does one thing, this one has 'set' and 'command'"]),
    ("no kind", "steps: [{id: a}]\n", ["1:10 NB205 nothing says what this step does"]),
    ("unknown kind", "steps: [{comand: a}]\n", ["1:10 NB205 unknown step kind 'comand'"]),
    ("overlay key", "steps: [{set: 1, platforms: {eos: {id: a}}}]\n", ["1:36 NB201 'id' cannot be set for a platform: every platform has the same"]),
    ("overlay kind", "steps: [{set: 1, platforms: {eos: {command: a}}}]\n", ["1:36 NB201 'command' cannot be set for a platform: a platform cannot change the kind of a step"]),
    ("overlay value", "steps: [{set: 1, platforms: {eos: {timeout: a}}}]\n", ["1:45 NB203 timeout: expected a number of seconds, got text 'a'"]),
    ("type", "parameters: {a: int}\nsteps: [{set: 1}]\n", ["1:17 NB204 a: there is no type 'int'"]),
    ("nested key", "parameters: {a: {type: array, items: {typ: string}}}\nsteps: [{set: 1}]\n", ["1:39 NB201 unknown key 'typ'"]),
    ("parameter name", "parameters: {A: integer}\nsteps: [{set: 1}]\n", ["1:14 NB209 'A' is not a name"]),
    ("percent", "fan_out: {max_failures: 101%}\nsteps: [{set: 1}]\n", ["1:25 NB203 max_failures: expected a number of devices, or a part of them such as \"10%\", got text '101%'"]),
    ("port", "connection: {port: 70000}\nsteps: [{set: 1}]\n", ["1:20 NB204 port: expected at most 65535, got the number 70000"]),
    ("no value", "steps: [{set: 1}]\nresult: {data: {a: {type: string}}}\n", ["2:20 NB202 a: a field of the result needs a value"]),
    ("two values", "steps: [{set: 1}]\nresult: {data: {a: {value: 1, per_device: 1}}}\n", ["2:20 NB204 a: a field of the result has either `value` or `per_device`"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rest", "expected"), ERRORS, ids=[error[0] for error in ERRORS])
def test_an_error_is_told_in_words_at_its_place(name, rest, expected):
    assert messages(rest) == expected


def test_all_errors_are_told_at_once_and_the_rest_is_still_there():
    found, findings = parsed(
        "verion: 1\nparameters: {a: int, b: integer}\nsteps:\n  - {set: 1, timeout: x, id: a}\n  - {sett: 1, id: gone}\n  - {set: 2}\n",
        how=parse_partly,
    )
    assert {str(finding.code) for finding in findings} == {"NB201", "NB203", "NB204", "NB205"}
    assert not found.complete
    assert [step.set for step in found.block.steps] == [1, 2]
    assert found.broken_ids == {"gone"}
    assert set(found.block.parameters) == {"b"}
