"""Comments that ignore what is found now, written by us."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neops_blocks.lint import lint_source
from neops_blocks.lint.suppressions import with_ignores
from neops_blocks.source import load

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"
ODD_WHITE_SPACE = "NB116"
"""What is said of a byte order mark; here it is about the other findings of such a file."""


def added(text):
    source = load(text, "x.block.yaml")
    found = [finding for finding in lint_source(source).findings if finding.code != ODD_WHITE_SPACE]
    return with_ignores(source, found)


TABLE = {
    "behind the line": (
        "steps:\n- set: params.a\n",
        "steps:\n- set: params.a  # neops: ignore[NB509]\n",
    ),
    "behind another comment": (
        "steps:\n- set: params.a # why\n",
        "steps:\n- set: params.a # why  # neops: ignore[NB509]\n",
    ),
    "two findings in a line": (
        "parameters: {a: integer, b: {type: integer}}\nsteps:\n- set: 1\n",
        "parameters: {a: integer, b: {type: integer}}  # neops: ignore[NB304]\nsteps:\n- set: 1\n",
    ),
    "to the codes that are there": (
        "steps:\n- set: params.a # neops:ignore[NB304]  text\n",
        "steps:\n- set: params.a # neops:ignore[NB304, NB509] text\n",
    ),
    "at the head of a text": (
        "steps:\n- set: |-  # why\n    params.a\n\n- set: >\n    steps.a\n",
        "steps:\n- set: |-  # why  # neops: ignore[NB509]\n    params.a\n\n- set: >  # neops: ignore[NB509]\n    steps.a\n",
    ),
    "behind the last line of a text": (
        "steps:\n- {set: 'params.a\n\n   ', id: b}\n",
        "steps:\n- {set: 'params.a\n\n   ', id: b}  # neops: ignore[NB509]\n",
    ),
    "not for errors": ("steps:\n- set: '{{ nope }}'\n", "steps:\n- set: '{{ nope }}'\n"),
    "not for comments": ("steps:\n- set: 1  # neops: ignore[NB509]\n",) * 2,
    "not in broken files": ("steps:\n- set: params.a\n- set: 'a\n",) * 2,
}


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("rest", "expected"), TABLE.values(), ids=TABLE)
def test_a_comment_is_added(rest, expected, line_break, mark):
    text, wanted = (mark + (HEAD + part).replace("\n", line_break) for part in (rest, expected))
    assert added(text) == wanted
    assert added(wanted) == wanted


VALUES = ["params.a", "'steps.a.b'", '"params.a | length"', "|\n      params.a\n", ">-\n      steps.a\n", "1", "[params.a, params.b]", "{a: params.a}"]  # fmt: skip
ENDS = ["", "  ", " # why", "  # neops: ignore[NB304]", "\n  # x", "\n"]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    steps=st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(ENDS)), min_size=1, max_size=6),
    line_break=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_any_mixture_is_ignored_afterwards_and_only_comments_differ(steps, line_break, mark):
    body = "".join(f"  - set: {value}{end if not value.endswith(chr(10)) else ''}\n" for value, end in steps)
    text = mark + f"{HEAD}steps:\n{body}".replace("\n", line_break)
    new = added(text)
    file = lint_source(load(new, "x.block.yaml"))
    assert [finding for finding in file.findings if finding.code == "NB509"] == []
    assert added(new) == new
    assert [node.plain() for node in load(new, "x").documents] == [
        node.plain() for node in load(text, "x").documents
    ]
    old_lines, new_lines = text.split(line_break), new.split(line_break)
    assert len(old_lines) == len(new_lines)
    for old, line in zip(old_lines, new_lines, strict=True):
        assert line.startswith(old.partition("NB304")[0])
