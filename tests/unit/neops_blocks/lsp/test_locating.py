"""What is being typed, and where in the block, in texts that are not finished."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.completion import complete
from neops_blocks.lsp.definition import definition
from neops_blocks.lsp.hover import hover
from neops_blocks.lsp.locating import cursor_at
from neops_blocks.lsp.outline import outline
from neops_blocks.lsp.uses import symbol_at

KEYS = [
    ("‸", ()),
    ("par‸", ()),
    ("par‸: x", ()),
    ("  - ‸", ("steps", 1)),
    ("  - comm‸", ("steps", 1)),
    ("    ‸", ("steps", 0)),
    ("    tim‸", ("steps", 0)),
    ("    tim‸: 3", ("steps", 0)),
    ("    tim‸\n  - id: next\n    set: 1", ("steps", 0)),
    ("    platforms:\n      ‸", ("steps", 0, "platforms")),
    ("    platforms:\n      i‸", ("steps", 0, "platforms")),
    ("    platforms:\n      ios:\n        ‸", ("steps", 0, "platforms", "ios")),
    ("    retry:\n      ‸\n  - id: next\n    set: 1", ("steps", 0, "retry")),
    ("    prompts:\n      - ‸", ("steps", 0, "prompts", 0)),
    ("    prompts:\n    - exp‸", ("steps", 0, "prompts", 0)),
    ("    prompts:\n      - expect: a\n        ‸", ("steps", 0, "prompts", 0)),
    ("result:\n  ‸", ("result",)),
    ("result:\n  data:\n    total:\n      ‸", ("result", "data", "total")),
    ("---\nsch‸", ()),
    ("---\nschema: function-block/v1\nsteps:\n- set: 1\n- ‸", ("steps", 1)),
]


@pytest.mark.parametrize(("text", "path"), KEYS)
def test_a_key_is_typed(text, path, marked):
    cursor = cursor_at(*marked(text))
    assert (cursor.expects, cursor.path, cursor.flow) == ("key", path, False)


FLOW = [
    ("  - {id: b, com‸", ("steps", 1)),
    ("  - {id: b, com‸}", ("steps", 1)),
    ("  - {‸", ("steps", 1)),
    ("    platforms: {ios: {‸}}", ("steps", 0, "platforms", "ios")),
    ("    connection: {timeout: {conn‸", ("steps", 0, "connection", "timeout")),
    ("  - assert: [{that: a}, {mess‸}]", ("steps", 1, "assert", 1)),
    (
        "  - command: show\n    connection: {\n      driver: auto,\n      ‸\n    }\n",
        ("steps", 1, "connection"),
    ),
]


@pytest.mark.parametrize(("text", "path"), FLOW)
def test_a_key_is_typed_in_brackets(text, path, marked):
    cursor = cursor_at(*marked(text))
    assert (cursor.expects, cursor.path, cursor.flow) == ("key", path, True)


VALUES = [
    ("    on_error: ‸", ("steps", 0, "on_error"), ""),
    ("    on_error: co‸", ("steps", 0, "on_error"), "co"),
    ('    on_error: "co‸"', ("steps", 0, "on_error"), "co"),
    ("  - {set: 1, on_error: c‸}", ("steps", 1, "on_error"), "c"),
    ("    types: {a: ‸", ("steps", 0, "types", "a"), ""),
    ("  - python: checks.py:cl‸", ("steps", 1, "python"), "checks.py:cl"),
    ("  - assert:\n      - message: no ‸", ("steps", 1, "assert", 0, "message"), "no "),
]


@pytest.mark.parametrize(("text", "path", "before"), VALUES)
def test_a_value_is_typed(text, path, before, marked):
    cursor = cursor_at(*marked(text))
    assert (cursor.expects, cursor.path, cursor.before) == ("value", path, before)


EXPRESSIONS = [
    ("    when: params.‸", ("steps", 0, "when"), "params."),
    ("    when: 'params.‸", ("steps", 0, "when"), "params."),
    ("    when: a and par‸", ("steps", 0, "when"), "a and par"),
    ('  - set: "{{ params.‸', ("steps", 1, "set"), " params."),
    ('  - set: "{{ params.‸ }}"', ("steps", 1, "set"), " params."),
    ("  - set: {{ params.‸", ("steps", 1, "set"), " params."),
    ("  - set: a {{ x }} {{ y‸ }}", ("steps", 1, "set"), " y"),
    ("  - set: >-\n      text\n      {{ params.‸\n      }}", ("steps", 1, "set"), " params."),
    ("  - set:\n      a: [1, '{{ params.‸']", ("steps", 1, "set", "a", 1), " params."),
    ("  - assert: [{that: steps.‸}]", ("steps", 1, "assert", 0, "that"), "steps."),
    (
        "  - assert:\n      - that: >-\n          steps.‸",
        ("steps", 1, "assert", 0, "that"),
        "\n          steps.",
    ),
    ("    retry: {until: this.‸", ("steps", 0, "retry", "until"), "this."),
    ("  - command:\n      - show {{ x }}\n      - show {{ par‸", ("steps", 1, "command", 1), " par"),
    ('result:\n  message: "{{ steps.‸ }} {{ x', ("result", "message"), " steps."),
    ("  - set: '{% if params.‸'", ("steps", 1, "set"), "params."),
]


@pytest.mark.parametrize(("text", "path", "before"), EXPRESSIONS)
def test_an_expression_is_typed(text, path, before, marked):
    cursor = cursor_at(*marked(text))
    assert (cursor.expects, cursor.path, cursor.before) == ("expression", path, before)


def test_an_item_of_a_list_is_typed(marked):
    cursor = cursor_at(*marked("  ‸"))
    assert (cursor.expects, cursor.path) == ("item", ("steps",))


@pytest.mark.parametrize(
    "text",
    [
        "# a comment ‸",
        "    timeout: 3 # com‸",
        '    name: "a {{ x }} ‸"\n    description: >-\n      a text ‸'.replace(" ‸", "", 1),
        "    description: |\n      key: ‸",
    ],
)
def test_in_comments_and_texts_there_is_nothing_to_say(text, marked):
    assert cursor_at(*marked(text)) is None


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(line_end, mark, marked):
    buffer, offset = marked("  - name: 😀\n    when: params.‸")
    before = buffer.text[:offset].replace("\n", line_end)
    text = mark + before + buffer.text[offset:]
    cursor = cursor_at(Buffer(buffer.file, text), len(mark + before))
    assert (cursor.path, cursor.before, text[cursor.start : cursor.end]) == (
        ("steps", 1, "when"),
        "params.",
        "params.",
    )


BLOCK = """\
schema: function-block/v1
name: a
parameters: {vlan: {type: integer}}
steps:
  - id: show
    command: "show {{ params.vlan }}"
    platforms: {ios: {command: x}}
  - &later
    set: >-
      {{ steps.show.output | length
         + 1 }}
  - *later
result: {data: {a: {value: "{{ steps.show.ok }}"}}}
"""


@given(
    st.integers(0, len(BLOCK)),
    st.integers(0, 12),
    st.sampled_from(
        [
            "",
            "'",
            '"',
            "{",
            "}",
            "[",
            ":",
            "- ",
            "\n",
            "  ",
            "{{ ",
            "|",
            "*a",
            "#",
            "\t",
            "---\n",
            "\ufeff",
            "\ud800",
        ]
    ),
)
def test_no_request_ever_fails_whatever_is_being_typed(at, length, piece):
    buffer = Buffer("/nowhere/a.block.yaml", BLOCK[:at] + piece + BLOCK[at + length :])
    offset = at + len(piece)
    complete(buffer, offset)
    hover(buffer, offset)
    definition(buffer, offset)
    symbol_at(buffer, offset)
    outline(buffer)
