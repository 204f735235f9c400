"""Report formats."""

from __future__ import annotations

import json
import re

import pytest

from neops_blocks.lint import lint
from neops_blocks.lint.formatters import FORMATS

TEXT = 'schema: function-block/v1\nname: x\npackage: p\nname: y\nrun_on: device\ntype: none\nsteps:\n  - {set: "é世 {{ nope }}"}\n'


def report(name, *, text=TEXT, color=False):
    return FORMATS[name](lint(text, "x.block.yaml"), {"x.block.yaml": text}, color=color)


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
    assert report("concise").splitlines() == [
        "x.block.yaml:4:1: NB103 the key 'name' stands here a second time",
        "x.block.yaml:8:18: NB504 unknown name 'nope'",
        "Found 2 errors.",
    ]


def test_json_is_one_document_with_every_place():
    first, second = json.loads(report("json"))
    assert first["related"][0]["line"] == 2
    place = ("code", "severity", "file", "line", "column", "end_line", "end_column", "path")
    assert [second[key] for key in place] == ["NB504", "error", "x.block.yaml", 8, 18, 8, 22, "steps[0].set"]


@pytest.mark.parametrize("name", ["full", "concise"])
def test_colour_changes_nothing_but_colour(name):
    coloured = report(name, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == report(name)


@pytest.mark.parametrize("name", ["full", "concise"])
def test_nothing_wrong_is_said_so(name):
    assert FORMATS[name]([], {}).strip() == "Found nothing wrong."


def test_a_very_long_line_is_shortened_around_the_mark():
    text = "schema: function-block/v1\n" + "x" * 500 + ": {{ a }}\n"
    lines = report("full", text=text).splitlines()
    shown = next(line for line in lines if "{{ a }}" in line)
    marks = lines[lines.index(shown) + 1]
    assert len(shown) < 140
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "{{ a }}"


def test_a_file_whose_text_is_unknown_is_reported_without_lines():
    assert "-->" in FORMATS["full"](lint(TEXT, "x.block.yaml"), {})
