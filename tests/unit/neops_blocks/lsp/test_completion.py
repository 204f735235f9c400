"""What is offered at the cursor."""

from __future__ import annotations

import pytest

from neops_blocks.lint import lint
from neops_blocks.lsp.completion import complete
from neops_blocks.lsp.suggestion import Kind, Suggestion, as_yaml, escaped
from neops_blocks.model import BlockModel
from neops_blocks.steps import KINDS

OFFERED = [
    ("‸", {"result", "fan_out", "description"}, {"name", "steps", "timeout"}),
    ("  - ‸", {"id", "when", *KINDS, "parse", "with"}, {"output", "steps"}),
    ("  - command: show x\n    ‸", {"parse", "timeout", "platforms"}, {"set", "command", "with", "dry_run"}),
    ("  - {set: 1, ‸}", {"once", "when"}, {"set", "parse"}),
    ("  ‸", {"command step", "set step"}, {"id"}),
    ("    on_error: ‸", {"fail", "continue"}, {"ok"}),
    ("    no_log: ‸", {"true", "false"}, set()),
    ("    platforms:\n      ‸", {"ios", "eos", "default"}, {"cisco_ios"}),
    (
        "    platforms:\n      ios:\n        ‸",
        {"command", "parse", "timeout"},
        {"id", "once", "platforms", "set"},
    ),
    ("    platforms: {ios: ‸}", {"unsupported"}, set()),
    ("  - command: a\n    parse: ‸", {"textfsm", "json", "lines", "regex"}, {"xml"}),
    ("  - command: a\n    parse: {‸}", {"regex", "many", "jmespath", "textfsm"}, {"json"}),
    ("  - command: a\n    parse:\n      - ‸", {"textfsm", "regex", "json"}, set()),
    ("    connection: {driver: ‸}", {"auto", "netmiko", "scrapli"}, set()),
    ("    connection: {host_key: ‸}", {"strict", "accept-new", "ignore"}, set()),
    ("    when: ‸", {"params", "device", "group", "steps"}, {"devices", "hosts", "item"}),
    ("    when: params.‸", {"vlan", "site"}, {"type"}),
    ("    when: params.site.‸", {"code"}, set()),
    ("  - set: '{{ steps.‸ }}'", {"show"}, set()),
    ("  - set: '{{ steps.show.‸ }}'", {"output", "parsed", "ok", "elapsed"}, {"value", "results"}),
    ("  - set: '{{ steps.show.parsed.‸ }}'", {"state"}, {"output"}),
    ("  - set: '{{ steps.show.error.‸ }}'", {"code", "message", "hint"}, set()),
    ("  - {id: a, set: {x: 1}}\n  - set: '{{ steps.a.value.‸ }}'", {"x"}, set()),
    ("    when: device.‸", {"name", "ip", "platform", "data"}, {"password"}),
    ("    when: device.platform.‸", {"short_name", "vendor"}, {"ip"}),
    ("  - set: '{{ vl‸ }}'", {"params.vlan", "params.site", "steps.show"}, {"vlan"}),
    ("    when: ‸", {"params.vlan"}, {"steps.show"}),
    ("fan_out:\n  where: ‸", {"params.vlan"}, {"steps.show"}),
    (
        "  - {id: a, command: show version, parse: textfsm}\n  - set: '{{ steps.a.parsed[0].‸ }}'",
        {"version", "uptime"},
        {"Version"},
    ),
    ("  - command: show version\n    parse: textfsm\n    types: {‸}", {"version", "uptime"}, {"output"}),
    ("  - command: show version\n    parse: [json, textfsm]\n    types:\n      ‸", {"version"}, set()),
    ("  - command: show version\n    parse: json\n    types:\n      ‸", set(), {"version"}),
    ("  - command: a\n    parse: {regex: '(?P<x>.)', many: true}\n    types:\n      ‸", {"x"}, set()),
    ("    retry: {until: this.‸}", {"output", "parsed", "ok"}, {"value"}),
    ("    loop: {over: [1], as: port}\n    when: ‸", {"port", "index"}, {"item"}),
    ("  - loop: [1]\n    when: it‸", {"item", "index"}, set()),
    ("  - once: true\n    set: '{{ ‸ }}'", {"devices", "hosts", "succeeded"}, {"device"}),
    ("  - once: true\n    set: '{{ hosts.sw1.‸ }}'", {"ok", "error", "steps", "device"}, set()),
    ("  - once: true\n    set: '{{ hosts.sw1.steps.show.‸ }}'", {"output"}, set()),
    ("fan_out:\n  where: ‸", {"device", "params"}, {"steps", "devices"}),
    ("fan_out: {‸", {"where", "max_parallel"}, set()),
    ('result:\n  message: "{{ ‸', {"hosts", "failed", "steps"}, {"device"}),
    ('result:\n  data:\n    a: {per_device: "{{ steps.‸', {"show"}, set()),
    ("result:\n  data:\n    ‸", {"new value for the block", "new value for each device"}, {"value"}),
    ("result:\n  data:\n    a:\n      ‸", {"value", "per_device", "type"}, set()),
    ("  - set: '{{ x | ‸ }}'", {"length", "combine", "cidr_to_netmask"}, {"bounded"}),
    ("  - set: '{{ x is ‸ }}'", {"defined", "match"}, {"==", "length"}),
    ("    timeout: 3  # neops: ignore[‸", {"NB304"}, {"NB101"}),
    ("    timeout: 3  # neops: ignore[NB411, N‸", {"NB304"}, set()),
    ("    x-mine: ‸", set(), {"true"}),
    ("    on_error:‸", set(), {"timeout", "fail"}),
    ("run_o‸n:", {"fan_out"}, set()),
    ("  - {set: 1, on_error:‸}", set(), {"once", "fail"}),
    ("    name: what ‸", set(), {"true"}),
    ("    # a comment ‸", set(), {"id"}),
]


@pytest.mark.parametrize(("text", "there", "absent"), OFFERED)
def test_what_is_offered(text, there, absent, marked):
    labels = [suggestion.label for suggestion in complete(*marked(text))]
    assert there <= set(labels)
    assert not absent & set(labels)
    if not there:
        assert labels == []


def test_keys_that_are_there_are_not_offered_again(marked):
    labels = {suggestion.label for suggestion in complete(*marked("    ‸"))}
    assert not labels & {"id", "name", "command", "parse"}


def test_the_parameters_of_a_parameter(marked):
    head = "schema: function-block/v1\nparameters:\n  vlan:\n    ‸"
    labels = {suggestion.label for suggestion in complete(*marked(head, head=""))}
    assert {"type", "default", "secret", "required parameter"} <= labels
    labels = {suggestion.label for suggestion in complete(*marked(f"{head[:-1]}type: ‸", head=""))}
    assert {"string", "integer"} <= labels


def test_an_empty_file_becomes_a_block(marked):
    found = {suggestion.label: suggestion for suggestion in complete(*marked("‸", head=""))}
    assert {field.alias or name for name, field in BlockModel.model_fields.items()} <= found.keys()
    assert lint(found["function block"].plain, "new.block.yaml") == []


def chosen(label, kind, buffer, offset):
    """The text once a suggestion is chosen, as editors insert it: lines are indented like the first one."""
    found = [one for one in complete(buffer, offset) if (one.label, one.kind) == (label, kind)]
    (suggestion,) = found
    start = buffer.text.rfind("\n", 0, suggestion.start) + 1
    line = buffer.text[start : suggestion.start]
    indent = line[: len(line) - len(line.lstrip(" "))]
    inserted = suggestion.plain.replace("\n", f"\n{indent}")
    return buffer.text[: suggestion.start] + inserted + buffer.text[suggestion.end :]


INSERTED = [
    ("  - comm‸", "command", Kind.KEY, "  - command: "),
    ("  - comm‸", "command step", Kind.SNIPPET, "  - id: show\n    command: show version\n    timeout: 30"),
    (
        "  - ‸",
        "assert step",
        Kind.SNIPPET,
        "  - assert:\n      - that: steps.ID.ok\n        message: what is wrong",
    ),
    ("  ‸", "set step", Kind.SNIPPET, '  - id: value\n    set: "{{ steps.ID.value }}"'),
    ("    tim‸: 3", "timeout", Kind.KEY, "    timeout: 3"),
    ("    ret‸", "retry", Kind.KEY, "    retry:\n      "),
    ("    prom‸", "prompts", Kind.KEY, "    prompts:\n      - "),
    ("    on_error: co‸", "continue", Kind.VALUE, "    on_error: continue"),
    ("    retry: ‸", "try again on error", Kind.SNIPPET, "    retry: {attempts: 3, delay: 5}"),
    ("  - command: a\n    parse: ‸", "regex", Kind.SNIPPET, "    parse: {regex: ''}"),
    ("  - {set: 1, on‸}", "once", Kind.KEY, "  - {set: 1, once: }"),
    ("    when: steps.sh‸ow.ok", "show", Kind.STEP, None),
    ("  - set: '{{ params.vl‸ }}'", "vlan", Kind.PARAMETER, "  - set: '{{ params.vlan }}'"),
    ("  - set: '{{ params.vl‸xx }}'", "vlan", Kind.PARAMETER, "  - set: '{{ params.vlan }}'"),
    (
        "result:\n  data:\n    ‸",
        "new value for the block",
        Kind.SNIPPET,
        'result:\n  data:\n    name:\n      type: string\n      value: "{{ steps.ID.value }}"',
    ),
]


@pytest.mark.parametrize(("text", "label", "kind", "after"), INSERTED)
def test_what_is_inserted(text, label, kind, after, marked):
    buffer, offset = marked(text)
    if after is None:
        assert label not in {one.label for one in complete(buffer, offset)}  # a step does not see itself
    else:
        assert chosen(label, kind, buffer, offset).endswith(f"\n{after}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_snippet_of_a_kind_makes_a_step_that_has_the_right_shape(kind, marked):
    buffer, offset = marked("  - ‸")
    text = chosen(f"{kind} step", Kind.SNIPPET, buffer, offset)
    assert [found for found in lint(text, buffer.file) if str(found.code).startswith(("NB1", "NB20"))] == []


def test_kinds_and_needed_keys_come_first(marked):
    offered = sorted(complete(*marked("  - ‸")), key=lambda one: (one.order, one.label))
    assert {one.label for one in offered[:8]} == {*KINDS, *(f"{kind} step" for kind in KINDS)}
    offered = complete(*marked("    prompts:\n      - ‸"))
    assert {one.label for one in offered if one.detail == "needed"} == {"expect", "send"}


def test_python_files_their_functions_and_arguments(marked, python_file):
    assert [one.label for one in complete(*marked("  - python: ‸"))] == ["checks.py"]
    (function,) = complete(*marked("  - python: checks.py:cl‸"))
    assert (function.label, function.text) == ("classify", "Sort names.")
    arguments = complete(*marked("  - python: checks.py:classify\n    with:\n      ‸"))
    assert [(one.label, one.detail) for one in arguments] == [("limit", ""), ("names", "needed")]


def test_templates_beside_the_block(marked, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/vlan.textfsm").write_text("Value A (.)\n")
    (one,) = complete(*marked("  - command: a\n    parse: {textfsm: ‸}"))
    assert one.label == "templates/vlan.textfsm"


def test_what_every_suggestion_says_of_itself(marked):
    for text in ("  - ‸", "    when: ‸", "    when: params.‸"):
        for suggestion in complete(*marked(text)):
            assert suggestion.text or suggestion.label.startswith("new"), suggestion


def test_snippets_become_plain_text():
    suggestion = Suggestion("a", Kind.SNIPPET, "a: ${1:x\\}y}\nb: ${2|one,two|} $0 \\$1 ${3}", 0, 0)
    assert suggestion.plain == "a: x}y\nb: one  $1 "
    assert Suggestion("a", Kind.VALUE, escaped("a$b}c\\"), 0, 0).plain == "a$b}c\\"


def test_bodies_become_yaml():
    body = {"a": 1, "b": [{"c": True, "d": ["x"]}], "e": {"f": "g"}}
    assert as_yaml(body, "  ") == "a: 1\n  b:\n    - c: true\n      d:\n        - x\n  e:\n    f: g"
