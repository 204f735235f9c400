"""Files made to be dear are linted in a second or refused; those that people write are far from any bound."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from neops_blocks.diagnostics import Code
from neops_blocks.lint import lint_source
from neops_blocks.lint.formatters import FORMATS, formatter
from neops_blocks.source import load

HEAD = "schema: function-block/v1\nname: large\npackage: fb.example.com\nrun_on: group\ntype: check\n"
BOUND = 2.0
"""Seconds of CPU; they took from 4 to 160, and take less than one where nothing else runs."""


def steps(line, count):
    return HEAD + "steps:\n" + "".join(line.replace("{n}", str(number)) for number in range(count))


DEAR = {
    "many problems in one long text": steps("  - set: |\n", 1) + "      {% if x %}a{% endif %}\n" * 2000,
    "unknown filters": steps('  - set: "{{ {n} | unknwon }}"\n', 2000),
    "unknown filters, all different": steps('  - set: "{{ 1 | unknwon{n} }}"\n', 1500),
    "unknown steps among many": steps("  - {id: s{n}, set: '{{ steps.t{n}.value }}'}\n", 1500),
    "unknown parameters": steps("  - set: '{{ params.a{n} }}'\n", 1500),
    "steps with one id": steps("  - id: same\n    set: '{{ steps.same.value }}'\n", 1500),
    "unquoted templates": steps("  - command: {{ x }}\n", 2000),
    "comments with unknown codes": HEAD + "".join(f"# neops: ignore[NB{number}]\n" for number in range(8000)),
    "comments on one line for editors": (HEAD + "x-a: 1 # neops: ignore[NB114]\n" * 3000).replace(
        "\n", "\x85"
    ),
    "tabs in comments on one line": (HEAD + "x-a: 1 # a\ta\n" * 3000).replace("\n", "\u2028"),
    "spaces": HEAD + " " * 200_000,
    "a long list in brackets": HEAD + "x-a: [" + "1," * 120_000,
    "an expression": steps(f'  - set: "{{{{ x{"[0]" * 60_000} }}}}"\n', 1),
    "long words": steps(f"  - set: '{{{{ {'a' * 50_000}{{n}} }}}}'\n", 4),
    "a megabyte of comments": HEAD + "# neops: ignore[NB411] x\n" * 40_000,
    "lists of nothing": "- \n" * 80_000,
}


@pytest.mark.parametrize("case", DEAR)
def test_a_dear_file_is_linted_or_refused_in_time(case):
    began = time.process_time()
    linted = lint_source(load(DEAR[case], "x.block.yaml"))
    assert time.process_time() - began < BOUND
    assert linted.findings


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_thousands_of_findings_in_a_long_line_is_made_in_time(name):
    linted = lint_source(load(steps('  - command: "' + "{{ x }}" * 5000 + '"\n', 1), "x.block.yaml"))
    assert len(linted.findings) >= 5000
    began = time.process_time()
    formatter(name)([linted], root=Path("/"))
    assert time.process_time() - began < BOUND


def test_a_block_of_two_thousand_lines_is_within_bounds():
    step = "  - id: s{n}\n    command: show version\n    when: device.name == 'sw{n}'\n    timeout: 30\n"
    text = steps(step, 500)
    assert len(text.splitlines()) > 2000
    found = {finding.code for finding in lint_source(load(text, "x.block.yaml")).findings}
    assert found.isdisjoint({Code.TOO_LARGE, Code.TOO_DEEP, Code.TOO_MANY_ALIASES})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n" * 12_001, "the file has more than 12000 keys and values"),
        ("--- a\n" * 1002, "the file has more than 1000 documents"),
        ("- *a\n" * 1002, "the file has more than 1000 mistakes in its YAML"),
    ],
    ids=["values", "documents", "mistakes"],
)
def test_a_bound_is_told(text, message):
    assert (Code.TOO_LARGE, message) in [(found.code, found.message) for found in load(text, "x").findings]


def test_what_is_too_large_is_looked_at_no_further():
    text = "x: 1\u2028# neops: ignore[NB1]\n" * 40_000
    assert [finding.code for finding in lint_source(load(text, "x")).findings] == [Code.TOO_LARGE]


REPLIES = "tests:\n  - name: works\n    replies: {sw1: {show versoin: a}}\n"
TEMPLATES = ["{{ x }}" * 300, "{{ x }} a " * 100, "{{" * 50_000, "{% if x %}a{% endif %}" * 40]


@pytest.mark.parametrize("templates", TEMPLATES, ids=lambda text: text[:10])
def test_a_command_of_many_templates_is_compared_with_replies_in_time(templates):
    text = f"{HEAD}steps:\n  - command: 'show b {templates}'\n{REPLIES}"
    began = time.process_time()
    lint_source(load(text, "x.block.yaml"))
    assert time.process_time() - began < BOUND
