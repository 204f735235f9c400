from __future__ import annotations

import pytest

from neops_dev_engine.page.outline import outline


def kinds(node):
    return [(child.key, child.kind, child.text) for child in node.children]


def test_values_keep_their_names_and_order():
    node = outline({"b": "text", "a": 1.5, "c": None, "d": True, "e": {}, "f": [], "g": ""})
    assert kinds(node) == [
        ("b", "text", "text"),
        ("a", "number", "1.5"),
        ("c", "literal", "null"),
        ("d", "literal", "true"),
        ("e", "literal", "{}"),
        ("f", "literal", "[]"),
        ("g", "text", ""),
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (["a", "b", 3], "list"),
        (["a, b"], "array"),
        (["a\nb"], "array"),
        ([""], "array"),
        ([["a"]], "array"),
        ([{"a": 1}], "array"),
        (["x"] * 13, "array"),
        (["x" * 161], "array"),
    ],
    ids=str,
)
def test_short_plain_lists_fit_in_a_line(value, kind):
    assert outline(value).kind == kind


def test_long_texts_are_folded():
    config = "interface eth0\n" * 400
    node = outline({"config": config, "note": "x" * 200, "short": "x" * 160})
    long, note, short = node.children
    assert (long.kind, long.open, long.lines, long.text) == ("long", False, 401, config)
    assert (note.kind, note.open) == ("long", True)
    assert short.kind == "text"


def test_endless_texts_are_cut():
    node = outline("x" * 300_000)
    assert len(node.text) < 101_000
    assert node.text.endswith("cut: 300000 characters in all")


def test_many_values_are_cut():
    node = outline([{"a": number} for number in range(5000)])
    assert node.children[-1].kind == "cut"
    assert int(node.children[-1].text) == 5000 - len(node.children) + 1
    assert len(node.children) < 2001
    assert not node.open


def test_deep_values_become_text():
    deep: object = "end"
    for _ in range(200):
        deep = [deep]
    node, depth = outline(deep), 0
    while node.children:
        node, depth = node.children[0], depth + 1
    assert (depth, node.kind) == (24, "long")
