"""Cursors in brackets that may never be closed."""

from __future__ import annotations

import pytest

from neops_blocks.lsp.flow import FlowCursor, flow_cursor, missing_closers


@pytest.mark.parametrize(
    ("text", "path", "is_key", "start"),
    [
        ("{", (), True, 1),
        ("{id: show, comm", (), True, 11),
        ("{id: show, command: ", ("command",), False, 20),
        ("{id: show, parse: {regex: 'a', ma", ("parse",), True, 31),
        ("[a, {b: [1, ", (1, "b", 1), False, 12),
        ('{a: "{{ params.', ("a",), False, 4),
        ("{a: 'x, y', b", (), True, 12),
        ("{a: {{ params.x }}, ", (), True, 20),
        ("{a: b:c, d: http://x, ", (), True, 22),
        ("{'a b': ", ("a b",), False, 8),
        ("{a: 1, # why, {\n b", (), True, 17),
    ],
)
def test_where_the_cursor_is(text, path, is_key, start):
    assert flow_cursor(text, 0, len(text)) == FlowCursor(path, is_key, start)


def test_behind_a_collection_there_is_none():
    assert flow_cursor("{a: b}", 0, 6) is None


@pytest.mark.parametrize(
    ("text", "closers"),
    [
        ("{a: [1, 'x", "']}"),
        ("{{ params.", "}}"),
        ('"{{ a', '"'),
        ("plain", ""),
        ("[a, b]", ""),
        ("'it''s", "'"),
    ],
)
def test_what_is_missing_to_close_it(text, closers):
    assert missing_closers(text, 0, len(text)) == closers
