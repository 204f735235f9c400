"""What people bring along from Ansible and Nornir, and what lint says to it."""

from __future__ import annotations

import pytest

from neops_blocks.lint import lint

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: group\ntype: check\n"


def helps(rest):
    return {finding.message: finding.help for finding in lint(HEAD + rest, "x.block.yaml")}


@pytest.mark.parametrize(
    ("step", "message", "help_"),
    [
        ("command: a, register: out", "unknown key 'register'", "`steps.ID`"),
        ("command: a, with_items: [b]", "unknown key 'with_items'", "`loop: [...]`"),
        ("command: a, retries: 3", "unknown key 'retries'", "under `retry:"),
        ("command: a, ignore_errors: true", "unknown key 'ignore_errors'", "`on_error: continue`"),
        ("command: a, vars: {b: 1}", "unknown key 'vars'", "`set` step"),
        ("debug: {msg: a}", "unknown step kind 'debug'", "`result.data`"),
        ("fail: {msg: a}", "unknown step kind 'fail'", "`assert:"),
        ("set: '{{ inventory_hostname }}'", "unknown name 'inventory_hostname'", "`device.name`"),
        ("set: '{{ hostvars.a }}'", "unknown name 'hostvars'", "`hosts[NAME].steps`"),
        ("set: 1, when: no", "unknown name 'no'", "true or false"),
        ("python: classify.py", "python: 'classify.py' names no function", "file.py:function"),
    ],
)
def test_a_word_of_another_tool_is_translated(step, message, help_):
    assert help_ in helps(f"steps: [{{{step}}}]\n")[message]


def test_a_play_is_told_what_its_parts_are_called():
    found = helps("hosts: all\ntasks: [{command: a}]\n")
    assert found["the key 'steps' is missing"] == "add `steps:`"
    assert found["unknown key 'tasks'"] == "they are called `steps`"


def test_a_field_of_another_kind_of_step_is_no_guess():
    found = helps("steps: [{id: a, set: 1}, {set: '{{ steps.a.parsed }}'}]\n")
    assert found["step 'a' (set) has no field 'parsed'"].startswith("fields: value, ")


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        ("steps: [{id: a, set: 1}, {set: steps.a.value}]\n", 1),
        ("steps: [{id: a, set: 1}, {set: {b: ['steps.a.value | length', params.c]}}]\n", 2),
        ("steps: [{id: a, set: 1}]\nresult: {data: {b: {per_device: steps.a.value}}}\n", 1),
        ("steps: [{id: a, set: 1}]\nresult: {data: {b: succeeded.a.steps}, message: steps.a.value}\n", 1),
        ("steps: [{id: a, set: '{{ device.name }}', when: device.name}]\n", 0),
        ("steps: [{set: device}, {set: the device.name}, {set: 'device. Name'}, {set: steps.a and b}]\n", 0),
    ],
)
def test_a_value_without_braces_that_looks_like_an_expression_is_a_warning(rest, count):
    found = [finding for finding in lint(HEAD + rest, "x.block.yaml") if finding.code == "NB509"]
    assert len(found) == count
    assert all(finding.severity.value == "warning" and "{{ " in finding.help for finding in found)


def test_what_a_step_sets_is_its_value():
    text = HEAD + "steps: [{id: a, set: {up: 1}}, {id: b, set: '{{ steps.a.up }}'}]\n"
    [finding] = [finding for finding in lint(text, "x.block.yaml") if finding.code == "NB506"]
    assert finding.help == "did you mean 'value.up'?"
    assert [edit.text for edit in finding.fix.edits] == ["value.up"]
