"""For each rule a file of what looks like its fault and is none, and the one change that makes it one."""

from __future__ import annotations

import pytest

from neops_blocks.diagnostics import Severity
from neops_blocks.lint import RULES, Configuration, Project, lint

BLOCK = "schema: function-block/v1\nname: no_block\npackage: fb.example.com\nrun_on: device\ntype: check"
MADE_WRONG = {
    "yaml-syntax": ('"show log: all"', "show log: all"),
    "unquoted-template": ('"{{ device.name }}"\n  - set: \'', "{{ device.name }}\n  - set: '"),
    "duplicate-key": ("name: sw1, Name: sw2", "name: sw1, name: sw2"),
    "unknown-tag": ("'!vlan 10'", "!vlan 10"),
    "bare-exclamation-mark": ("'! end of interfaces'", "! end of interfaces"),
    "too-deep": ("[[1]]", "[[[[[1]]]]]"),
    "too-many-aliases": ("[*thousand, *thousand", f"[{'*thousand, ' * 20} *thousand"),
    "too-large": ("hostname sw1", f"hostname sw1 {'x' * 1_000_000}"),
    "unknown-alias": ("'*edge'", "*edge"),
    "bad-merge": ("<<: *usual", "<<: *port"),
    "key-not-text": ("'10':", "10:"),
    "bad-character": ("Zürich", "Z\x07rich"),
    "bad-scalar": ("!!int 22", "!!int ssh"),
    "ambiguous-scalar": ("enum: ['yes', 'no']", "enum: ['yes', no]"),
    "cut-by-comment": ("'show interfaces | include #1'", "show interfaces | include #1"),
    "odd-white-space": ("# Rare", "\ufeff# Rare"),
    "unknown-key": ("timeout: 30\n", "timout: 30\n"),
    "missing-key": ("package: fb.example.com\n", ""),
    "wrong-type": ("timeout: 30\n", 'timeout: "30"\n'),
    "wrong-value": ("type: none", "type: nothing"),
    "step-kind": ("x-set: 1", "set: 1"),
    "not-available": ("x-rollback", "rollback"),
    "schema-version": ('"function-block/v1"', '"function-block/v7"'),
    "number-for-text": ("command: '10'", "command: 10"),
    "bad-name": ("id: show_version", "id: show-version"),
    "duplicate-id": ("{id: show2,", "{id: show,"),
    "shadowed-name": ("as: device_name", "as: device"),
    "no-block": (f"{BLOCK}\nsteps:\n  - set: 1", "hosts: all"),
    "bad-default": ("minimum: 1, default: 1", "minimum: 1, default: 0"),
    "bad-pattern": ("'[a-z]'", "'[a-z'"),
    "empty-range": ("minimum: 10, maximum: 10", "minimum: 10, maximum: 9"),
    "unused-parameter": ("device.data[params.in_a_key]", "device.data['params.in_a_key']"),
    "secret-unmarked": ("password: {type: string, secret: true,", "password: {type: string,"),
    "secret-default": ("secret: true, description: No default.", "secret: true, default: hunter2"),
    "no-description": ("{type: integer, description: The VLAN to look for.}", "integer"),
    "unknown-step": ("{{ steps['show']['output'] }}", "{{ steps['shwo']['output'] }}"),
    "later-step": ("steps.show.output }}", "steps.later.value }}"),
    "unknown-platform": ("iosxr:", "iosrx:"),
    "unknown-driver": ("driver: netmiko", "driver: netmikko"),
    "bad-parser": ("templates/clock.textfsm", "templates/clok.textfsm"),
    "once-on-device-kind": ("once: false", "once: true"),
    "no-targets": ("  devices: devices |", "  where: devices |"),
    "config-mode-command": ("show running-config | include configure", "configure terminal"),
    "impure-command": ("[terminal length 0,", "[clear counters,"),
    "disruptive-command": ("    when: params.confirmed\n    platforms", "    platforms"),
    "no-timeout": ("tech-support, timeout: 300}", "tech-support}"),
    "unbounded-fan-out": ("fan_out: {max_parallel: 50}\n", ""),
    "constant-condition": ("device.name == 'a' or device.name == 'b'", "device.name == 'a' or 'b'"),
    "bad-command": ('"show clock\\n"', '"show clock\\nshow version"'),
    "template-syntax": ("{{ 7 // 2 }}", "{{ 7 / / 2 }}"),
    "unknown-filter": ("{{ steps.show.parsed | length }}", "{{ steps.show.parsed | lenght }}"),
    "unknown-test": ("device.data.site is defined", "device.data.site is defind"),
    "unknown-name": ("{% set vlan = 10 %}", ""),
    "unknown-parameter": ("{{ params['vlan'] }}", "{{ params['vlna'] }}"),
    "unknown-field": ("steps.value.value.output", "steps.value.output"),
    "out-of-scope": ("{{ hosts | length }} {{ succ", "{{ device.name }} {{ succ"),
    "secret-in-message": ("shorter than {{ params.password_length }}", "shorter than {{ params.password }}"),
    "no-braces": ('"{{ steps.show.output }}"', "steps.show.output"),
    "needless-braces": ("{that: steps.show.ok,", '{that: "{{ steps.show.ok }}",'),
    "stray-braces": ("vlan id {{", "vlan id {"),
    "unknown-entity-field": ("{{ device.ip }}", "{{ device.pi }}"),
    "not-evaluated": ("name: The set {1, 2} of devices", 'name: "The set of {{ device.name }}"'),
    "unlike-types": ("params.vlan == 10}", "params.vlan == '10'}"),
    "changing-call": ("{% set names = names + [1] %}", "{% set _ = names.append(1) %}"),
    "reserved-result": ("failed_count:", "failed:"),
    "result-type": ("{{ (hosts | length) | string }}", "{{ hosts | length }}"),
    "no-result-type": ("a: {type: integer, value: 1}", "a: {value: 1}"),
    "always-green": ("failed | length == 0 and steps.total", "steps.total"),
    "python-file": ("below/helpers.py", "below/helper.py"),
    "python-function": ("near_misses.py:in_a_try", "near_misses.py:in_a_tyr"),
    "python-outside": ("below/../near_misses.py", "below/../../near_misses.py"),
    "python-arguments": ("file: b, limit: 3", "file: b, limits: 3"),
    "blocking-call": ("calls.py:in_a_thread", "calls.py:holds_the_loop"),
    "not-awaited": ("calls.py:gives_back", "calls.py:never_runs"),
    "dangerous-call": ("calls.py:reads_data", "calls.py:runs_text"),
    "duplicate-block": ("version: 1.1.0", "version: 1.0.0"),
    "unsent-reply": ("show version: text", "show versoin: text"),
    "no-tests": ("tests:\n  - {name", "x-tests:\n  - {name"),
    "bad-suppression": ("ignore[NB509] meant", "ignore meant"),
    "unknown-suppression": ("ignore[NB509]\n", "ignore[NB590]\n"),
    "unused-suppression": ("- set: device.name ", "- set: the device "),
    "suppressed-error": ("set: device.name  # neops: ignore[NB509]", "set: '{{ a }}'  # neops: ignore[NB504]"),
}  # fmt: skip
"""What stands in the file of a rule, and what would be wrong there instead."""


def found(name, text, fixtures):
    """The findings of every rule, notes too; that a block has no test only where the file is about that."""
    path = fixtures / "good" / f"{name}.block.yaml"
    ignored = () if name == "no-tests" else ("no-tests",)
    project = Project(path.parent, Configuration(ignore=ignored, fail_level=Severity.INFO))
    return lint(text, path, project)


def written(name, fixtures):
    return (fixtures / "good" / f"{name}.block.yaml").read_bytes().decode()


def test_every_rule_has_its_near_misses():
    assert list(MADE_WRONG) == [rule.name for rule in RULES]


@pytest.mark.parametrize("name", MADE_WRONG)
def test_what_only_looks_like_a_fault_is_not_found(name, fixtures):
    assert [f"{finding} {finding.code}" for finding in found(name, written(name, fixtures), fixtures)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_one_change_makes_it_the_fault(rule, fixtures):
    right, wrong = MADE_WRONG[rule.name]
    text = written(rule.name, fixtures)
    assert right in text
    assert rule.code in {
        finding.code for finding in found(rule.name, text.replace(right, wrong, 1), fixtures)
    }
