"""What is a comment, what it is about, and where another one can be written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neops_blocks.source import Text, load
from neops_blocks.source.comments import Comments

TEXT = """\
# top
schema: x  # schema
# list
list: # key
- one
  # two
- two # item
text: |  # header # still
  body # no comment
  more

# plain
plain: a b
  c # end
flow: {a: 1, # flow
  # inner
  b: "q # no comment"}
q: "x
  y" # quoted
# document
--- # mark
a: !t &n v # tagged
steps:
  # step
  - id: a
    # key
    set: |
      text
    # other
    x: 'a

      b' # single

  # second
  - [1, 2]
result: {}
# last
"""
ABOUT = [
    ("# top", "schema: x"),
    ("# schema", "schema: x  # schema"),
    ("# list", "list: # key\n- one\n  # two\n- two"),
    ("# key", "list: # key"),
    ("# two", "- two"),
    ("# item", "- two # item"),
    ("# header # still", "text: |  # header # still\n  body # no comment\n  more"),
    ("# plain", "plain: a b\n  c"),
    ("# end", "a b\n  c # end"),
    ("# flow", "flow: {a: 1, # flow"),
    ("# inner", 'b: "q # no comment"'),
    ("# quoted", '"x\n  y" # quoted'),
    ("# document", TEXT[TEXT.index("--- ") : TEXT.index("{}") + 2]),
    ("# mark", "--- # mark"),
    ("# tagged", "a: !t &n v # tagged"),
    ("# step", TEXT[TEXT.index("- id") : TEXT.index("b' #") + 2]),
    ("# key", "set: |\n      text"),
    ("# other", "x: 'a\n\n      b'"),
    ("# single", "'a\n\n      b' # single"),
    ("# second", "- [1, 2]"),
    ("# last", ""),
]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_comments_stand_between_the_tokens_and_are_about_something(mark, line_break):
    text = mark + TEXT.replace("\n", line_break)
    comments = Comments(Text("f", text))
    found = [
        (text[comment.start : comment.end], text[slice(*comments.about(comment))].replace("\r", ""))
        for comment in comments
    ]
    assert [(comment, about.strip()) for comment, about in found] == ABOUT


def test_the_comments_before_what_is_no_yaml_are_known():
    text = "a: 1 # one\nb: @\nc: 2 # two\n"
    assert [text[comment.start : comment.end] for comment in Comments(Text("f", text))] == ["# one"]


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ("schema: x", "schema: x  # schema"),
        ("body", "text: |  # header # still"),
        ("more", "text: |  # header # still"),
        ("plain: a", "  c # end"),
        ('"x', '  y" # quoted'),
        ("      text", "    set: |"),
        ("      b'", "      b' # single"),
        ("[1, 2]", "  - [1, 2]"),
    ],
)
def test_a_comment_is_written_where_it_is_no_part_of_a_text(at, line):
    offset = Comments(Text("f", TEXT)).behind(TEXT.index(at))
    assert TEXT[:offset].endswith(line)
    assert TEXT[offset] == "\n"


PIECES = [
    "a: ", "- ", "  ", "\n", "\r\n", "'x", "y'", '"', "|\n", "|+\n", ">-\n", "{", "}", "[", "]", ", ", "b", "# c", " # d", "&x ", "*x",
    "? ", "--- ", "...\n", "\x85", "\u2028", "!t ", "0", ":",
]  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=25), at=st.integers(0, 60))
def test_a_comment_behind_anything_never_changes_the_data(parts, at):
    text = "".join(parts)
    before, lines = load(text, "f"), Text("f", text)
    if before.findings or not lines.line(lines.position(at).line).strip():
        return
    offset = Comments(lines).behind(min(at, len(text)))
    after = load(f"{text[:offset]} # c{text[offset:]}", "f")
    assert not after.findings
    assert [repr(node.plain()) for node in after.documents] == [
        repr(node.plain()) for node in before.documents
    ]


def test_half_of_a_surrogate_pair_ends_the_tokens_and_nothing_else():
    assert list(Comments(Text("f", "a: 1  # neops: ignore[NB304]\nb: \ud800\n"))) == []
