"""Reading YAML that is being typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neops_blocks.source import load
from neops_blocks.source.recovery import recover

HEAD = "schema: function-block/v1\nparameters:\n  vlan: integer\nsteps:\n  - id: first\n    set: 1\n"
TAIL = "  - id: last\n    set: 'it''s'\nresult:\n  message: \"done: {{ params.vlan }}\"\n"


@pytest.mark.parametrize(
    "line",
    [
        "    tim",
        "    when: 'a",
        '    set: "{{ params.',
        "    set: {{ params.",
        "    when: {a",
        "    loop: [a, b",
        "    - x",
        "  x",
        "    \tfoo: 1",
        "    a: b: c",
        "    *",
        "    &a",
        "    @x",
        "    %x",
        "   : ",
        '    when: "{{ a" }}',
        "    - [",
    ],
)
def test_only_the_line_that_is_no_yaml_is_left_out(line):
    text = HEAD + line + "\n" + TAIL
    source = recover(text, "f.yaml")
    assert len(source.text) == len(text)
    (document,) = source.documents
    assert [step.at("id").value for step in document.at("steps").value] == ["first", "last"]
    last = document.at("steps", 1, "id").span
    assert text[last.start.offset : last.end.offset] == "last"
    assert document.at("result", "message").value == "done: {{ params.vlan }}"


def test_what_is_valid_is_what_load_gives():
    text = HEAD + TAIL
    (recovered,), (loaded,) = recover(text, "f.yaml").documents, load(text, "f.yaml").documents
    assert recovered.plain() == loaded.plain()


def test_a_broken_document_does_not_hide_the_others():
    source = recover(f"{HEAD}---\na: 'b\n---\n{HEAD}", "f.yaml")
    assert [document.plain().get("schema") for document in source.documents if document.value][::2]
    assert source.documents[-1].at("steps", 0, "id").value == "first"


PIECES = st.sampled_from(
    ["'", '"', "{", "[", "]", "}", ": ", "- ", "\t", "\n", "*a", "&a", "!", "|", ">", "#", "%", "? ", "---\n",
     "{{", "\n    comm", "\r\n", "\ufeff", "\x85", "\u2028", "\x00", "\ud800"]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(HEAD + TAIL)), PIECES), max_size=8))
def test_any_text_can_be_read(edits):
    text = HEAD + TAIL
    for at, piece in edits:
        text = text[:at] + piece + text[at:]
    source = recover(text, "f.yaml")
    assert len(source.text) == len(text)
    assert [finding.code for finding in source.findings if finding.code == "NB101"] == []


@pytest.mark.parametrize("text", ["[" * 30_000, "{a: " * 500, "- '\n" * 2001, "&a *a " * 1000, "'" * 3001])
def test_hopeless_texts_are_given_up_soon(text):
    started = time.process_time()
    recover(text, "f.yaml")
    assert time.process_time() - started < 1


def test_a_comment_right_behind_the_sign_of_a_block_is_left_out_too():
    source = recover("parameters:\n|# no header\nsteps: []\n", "f.yaml")
    assert [finding.code for finding in source.findings if finding.code == "NB101"] == []
