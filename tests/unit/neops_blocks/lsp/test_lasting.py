"""What stays while the text is no YAML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neops_blocks.lint import lint
from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.lasting import lasting

TEXT = """\
schema: function-block/v1
name: a
package: p
run_on: group
type: check
steps:
  - id: show
    command: show clock
    timeuot: 3
  - id: show
    set: "{{ steps.shwo.output }}"
  - set: "{{ 1 | nofilter }}"
"""
FILE = "/nowhere/a.block.yaml"


def stays(text):
    """What stays, as code and the characters that it is about now."""
    found = list(lasting(Buffer(FILE, TEXT), lint(TEXT, FILE), Buffer(FILE, text)))
    return found, [(str(one.code), text[one.span.start.offset : one.span.end.offset]) for one in found]


ALL = [("NB201", "timeuot"), ("NB210", "show"), ("NB401", "shwo"), ("NB502", "nofilter")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (TEXT, ALL),
        (TEXT + "  - comm", ALL),
        (TEXT.replace("steps:\n", "steps:\n  - 'x\n"), ALL),
        (TEXT.replace("    command: show clock\n", ""), ALL),
        (TEXT.replace("    command: show clock\n", "    command: show clock: a\n    timeout: 3\n"), ALL),
        (TEXT.replace("timeuot: 3", "timeuot: '"), ALL[1:]),
        (TEXT.replace("    timeuot: 3\n", "    timeuot: 3\n    x\n"), ALL),
        (TEXT.replace("shwo", "show"), [ALL[0], ALL[1], ALL[3]]),
        ("", []),
    ],
)
def test_findings_stay_on_the_lines_that_are_as_they_were(text, left):
    assert stays(text)[1] == left


def test_places_that_explain_a_finding_move_along():
    found, _ = stays(TEXT.replace("type: check\n", "type: check\n  'x\n"))
    (duplicate,) = [one for one in found if one.code == "NB210"]
    assert (duplicate.span.start.line, duplicate.related[0].span.start.line) == (11, 8)
    found, _ = stays(TEXT.replace("- id: show\n    command", "- id: show'\n    command"))
    (duplicate,) = [one for one in found if one.code == "NB210"]
    assert duplicate.related == ()


def test_a_fix_moves_along_or_is_gone():
    found, _ = stays(TEXT.replace("steps:\n", "steps:\n  - 'x\n"))
    (unknown,) = [one for one in found if one.code == "NB201"]
    (edit,) = unknown.fix.edits
    assert (edit.span.start.line, edit.text) == (10, "timeout")


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text("ab:'\n -", max_size=9))
def test_what_stays_is_about_the_same_characters(at, length, piece):
    text = TEXT[:at] + piece + TEXT[at + length :]
    assert set(stays(text)[1]) <= set(ALL)
