"""What is known of the thing under the mouse."""

from __future__ import annotations

import pytest

from neops_blocks.lint import lint
from neops_blocks.lsp.hover import hover

TABLE = [
    ("    time‸out: 3", "timeout", "Seconds for each attempt."),
    ("    on_er‸ror: continue", "on_error", "Default: `fail`"),
    ("    retry: {atte‸mpts: 3}", "attempts", "The most attempts."),
    ("  - command: a\n    par‸se: {regex: a}", "parse", "The parser of the output"),
    ("  - comm‸and: a", "command", "The command, or a list of commands"),
    ("    when: par‸ams.vlan > 1", "params", "The parameters of the block"),
    ("    when: params.vl‸an > 1", "vlan", "The number of the VLAN."),
    ("    when: params.vl‸an > 1", "vlan", "`minimum: 1`"),
    ("    when: device.plat‸form", "platform", "**device.platform**"),
    ("  - set: '{{ steps.sh‸ow.output }}'", "show", "`command: show vlan`"),
    ("  - set: '{{ steps.show.out‸put }}'", "output", "What the device printed"),
    ("  - set: '{{ steps.show.elap‸sed | round }}'", "elapsed", "in seconds"),
    ("  - set: \"{{ steps['sh‸ow'].output }}\"", "show", "step"),
    ("  - set: '{{ params.vlan | com‸bine({}) }}'", "combine", "recursive"),
    ("  - set: '{{ params.vlan | def‸ault(3) }}'", "default", "filter of Jinja"),
    ("  - set: '{{ 1 | cidr_to_net‸mask }}'", "cidr_to_netmask", "filter of netutils"),
    ("  - when: params.vlan is def‸ined\n    set: 1", "defined", "test of Jinja"),
    ("  - set: >-\n      {{ steps.show.output | leng‸th\n      }}", "length", "filter of Jinja"),
    ("    timeout: 3  # neops: ignore[NB4‸11] why", "NB411", "**NB411 no-timeout**"),
    ('result:\n  message: "{{ fai‸led }}"', "failed", "The errors of the targets"),
    ("fan_out:\n  max_para‸llel: 3", "max_parallel", "at one time"),
    ("    on_er‸ror: continue", "on_error", "Values: `fail`, `continue`"),
    ("    no_l‸og: true", "no_log", "Values: `true`, `false`"),
    ("    platforms: {ios: unsup‸ported}", "unsupported", "fails on this platform"),
]


@pytest.mark.parametrize(("text", "about", "said"), TABLE)
def test_what_is_told(text, about, said, marked):
    buffer, offset = marked(text)
    found = hover(buffer, offset)
    assert said in found.text
    assert buffer.text[found.start : found.end] == about


def test_a_parameter_and_the_id_of_a_step_where_they_are_written(marked):
    head = "schema: function-block/v1\nparameters:\n  vl‸an: {type: integer, description: Number.}\n"
    assert "Number." in hover(*marked(head, head="")).text
    head = "schema: function-block/v1\nsteps:\n  - id: sh‸ow\n    command: show vlan\n    parse: lines\n"
    assert "Result: `output`, `outputs`, `parsed`" in hover(*marked(head, head="")).text


def test_a_python_function(marked, python_file):
    found = hover(*marked("  - python: checks.py:class‸ify"))
    assert "def classify(names, *, limit: int=3) -> list[str]" in found.text
    assert "Sort names." in found.text


def test_the_rule_that_found_something(marked):
    buffer, offset = marked("  - set: '{{ steps.sh‸wo.output }}'")
    findings = lint(buffer.text, buffer.file)
    found = hover(buffer, offset, findings)
    assert "**NB401 unknown-step**" in found.text
    assert "Right:" in found.text
    assert buffer.text[found.start : found.end] == "shwo"


@pytest.mark.parametrize(
    "text",
    [
        "    name: a wo‸rd",
        "    x-mine: ‸1",
        "‸\n",
        "  - set: '{{ nowh‸ere }}'",
        "  - set: '{{ 1 | nof‸ilter }}'",
    ],
)
def test_of_most_things_nothing_is_known(text, marked):
    assert hover(*marked(text)) is None
