"""Report formats for people."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from neops_blocks.cli.commands.lint import FORMATS as OFFERED
from neops_blocks.diagnostics import Edit, Fix
from neops_blocks.lint import Linted, lint, lint_source
from neops_blocks.lint.formatters import FORMATS, formatter
from neops_blocks.lint.formatters.full import of_findings
from neops_blocks.source import load

TEXT = 'schema: function-block/v1\nname: x\npackage: p\nname: y\nrun_on: device\ntype: none\nsteps:\n  - {set: "é世 {{ nope }}"}\n'
FIXABLE = TEXT + "  - {set: {{ 1 }} }\n"


def report(name, *, text=TEXT, color=False):
    return formatter(name)([lint_source(load(text, "x.block.yaml"))], root=Path.cwd(), color=color)


def test_the_command_offers_every_format():
    assert tuple(FORMATS) == OFFERED


def test_full_shows_the_lines_and_marks_exactly_the_wrong_characters():
    assert (
        report("full")
        == """\
NB103 the key 'name' stands here a second time
  --> x.block.yaml:4:1
  |
2 | name: x
3 | package: p
4 | name: y
  | ^^^^
5 | run_on: device
6 | type: none
  |
  --> x.block.yaml:2:1
  |
2 | name: x
  | ---- first defined here
  |
help: remove one of the two; only one can hold

NB504 unknown name 'nope'
   --> x.block.yaml:8:18
   |
 6 | type: none
 7 | steps:
 8 |   - {set: "é世 {{ nope }}"}
   |                   ^^^^
   |
help: names here: device, params, steps

Found 2 errors.
"""
    )


def test_concise_is_a_line_for_each_finding():
    assert report("concise", text=FIXABLE).splitlines() == [
        "x.block.yaml:4:1: NB103 the key 'name' stands here a second time",
        "x.block.yaml:8:18: NB504 unknown name 'nope'",
        "x.block.yaml:9:11: NB102 [*] a template without quotes is not text to YAML",
        "Found 3 errors. [*] 1 fixable with --fix.",
    ]


def test_full_marks_what_can_be_fixed():
    assert "NB102 [*] a template without quotes" in report("full", text=FIXABLE)


def test_the_footer_counts_unsafe_fixes_and_ignored_findings():
    text = TEXT.replace("name: y\n", "") + "  - set: params.a  # neops: ignore[NB509] text\n"
    file = lint_source(load(text, "x.block.yaml"))
    (found,) = file.findings
    fixed = [
        dataclasses.replace(found, fix=Fix("so", (Edit(found.span, ""),), safe=safe))
        for safe in (True, False)
    ]
    shown = formatter("concise")([dataclasses.replace(file, findings=fixed)], root=Path())
    assert shown.splitlines()[-1] == "Found 2 errors. [*] 2 fixable with --fix (1 unsafe). 1 ignored."


def test_json_is_one_document_with_every_place():
    first, second, third = json.loads(report("json", text=FIXABLE))
    assert first["related"][0]["line"] == 2
    place = ("code", "name", "severity", "file", "line", "column", "end_line", "end_column", "path")
    assert [second[key] for key in place] == [
        "NB504", "unknown-name", "error", "x.block.yaml", 8, 18, 8, 22, "steps[0].set",
    ]  # fmt: skip
    assert third["fix"]["edits"][0]["text"] == '"{{ 1 }}"'


@pytest.mark.parametrize("name", ["full", "concise"])
def test_colour_changes_nothing_but_colour(name):
    coloured = report(name, color=True, text=FIXABLE)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == report(name, text=FIXABLE)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("full", "concise")])
def test_reports_for_programs_have_no_colour(name):
    assert report(name, color=True) == report(name)


@pytest.mark.parametrize("name", ["full", "concise", "github"])
def test_nothing_wrong_is_said_so(name):
    assert (
        formatter(name)([Linted("x.yaml", "")], root=Path.cwd()).strip() == "Found nothing wrong in 1 file."
    )


def test_a_very_long_line_is_shortened_around_the_mark():
    text = "schema: function-block/v1\n" + "x" * 500 + ": {{ a }}\n"
    lines = report("full", text=text).splitlines()
    shown = next(line for line in lines if "{{ a }}" in line)
    marks = lines[lines.index(shown) + 1]
    assert len(shown) < 140
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "{{ a }}"


def test_findings_of_others_are_reported_too_and_without_lines_where_the_text_is_unknown():
    shown = of_findings(lint(FIXABLE, "x.block.yaml"), {})
    assert "-->" in shown
    assert shown.endswith("\nFound 3 errors.\n")
