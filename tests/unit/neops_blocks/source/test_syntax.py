"""Syntax errors: the usual traps are named, and the span covers what has to change."""

from __future__ import annotations

import pytest

from neops_blocks.source import Text, load
from neops_blocks.source.composer import compose
from neops_blocks.source.parsers import PURE

TRAPS = [
    ("colon in a command", "a: b\ncommand: show log: all\n", "NB101", 2, 10, 23, '"show log: all"'),
    ("colon in a list item", "s:\n  - command: ping x: y\n", "NB101", 2, 14, 23, '"ping x: y"'),
    ("statement", "configure: {% for x in y %}\n", "NB101", 1, 12, 28, "`|`"),
    ("template", "a: {{ params.x }}\n", "NB102", 1, 4, 18, '"{{ params.x }}"'),
    ("template of a number", "a: {{ 1 }}\n", "NB102", 1, 4, 11, '"{{ 1 }}"'),
    ("template and text", "a: {{ params.x }} more\n", "NB101", 1, 4, 23, '"{{ params.x }} more"'),
    ("template with quotes", 'a: {{ x["a"] }}\n', "NB101", 1, 4, 16, "'{{ x[\"a\"] }}'"),
    ("quoted text, then more", "s:\n  - when: 'up' == x\n", "NB101", 2, 11, 20, "\"'up' == x\""),
    ("lone exclamation mark", "l:\n  - vlan 1\n  - !\n", "NB105", 3, 5, 6, "'!'"),
    ("comment line of a configuration", "a: ! comment\n", "NB105", 1, 4, 13, "'! comment'"),
    ("tag", "a: !comment\n", "NB104", 1, 4, 12, "'!comment'"),
    ("tag of another tool", "a: !vault x\n", "NB104", 1, 4, 12, "`secret: true`"),
    ("python tag", "a: !!python/object:os.system x\n", "NB104", 1, 4, 31, "remove the tag"),
    ("tab", "a:\n\tb: 1\n", "NB101", 2, 1, 2, "spaces"),
    ("indentation", "a: b\n   c: d\n", "NB101", 2, 5, 6, "same column"),
    ("key in the column of the items", "a:\n  - b: 1\n  c: 2\n", "NB101", 3, 3, 5, "same column"),
    ("list below a value", "a: {b: 1}\n  - c\n", "NB101", 2, 3, 4, "same column"),
    ("less indentation", "a:\n  b: 1\n c: 2\n", "NB101", 3, 2, 4, "same column"),
    ("open quote", "a: 'foo\nb: 2\n", "NB101", 1, 4, 5, "close it"),
    ("open bracket", "a: [1, 2\nb: 3\n", "NB101", 2, 2, 3, "close the bracket"),
    ("at sign", "a: @foo\n", "NB101", 1, 4, 8, '"@foo"'),
    ("percent sign", "a: %foo\n", "NB101", 1, 4, 8, '"%foo"'),
    ("alias", "a: *foo\n", "NB109", 1, 4, 8, "'*foo'"),
    ("number as a key", "1: a\n", "NB111", 1, 1, 2, "'1'"),
    ("tag that does not fit", "a: !!int x\n", "NB113", 1, 4, 11, "remove the tag"),
    ("merge of a scalar", "a: {<<: 5}\n", "NB110", 1, 5, 7, "*name"),
    ("backslash in double quotes", 'a: "ntp (\\S+)"\n', "NB101", 1, 11, 15, "single quotes"),
]


@pytest.mark.parametrize(
    ("name", "text", "code", "line", "column", "end", "help_"), TRAPS, ids=[t[0] for t in TRAPS]
)
def test_a_trap_is_named_at_its_place(name, text, code, line, column, end, help_):
    (finding,) = load(text, "f.yaml").findings
    found = (finding.code, finding.span.start.line, finding.span.start.column, finding.span.end.column)
    assert found == (code, line, column, end)
    assert help_ in finding.help


@pytest.mark.parametrize("text", [trap[1] for trap in TRAPS], ids=[t[0] for t in TRAPS])
def test_both_yaml_loaders_tell_the_same(text):
    source = load(text, "f.yaml")
    documents, findings = compose(Text("f.yaml", text), PURE)
    assert [node.plain() for node in documents] == [node.plain() for node in source.documents]
    assert tuple(findings) == source.findings


def test_a_very_long_line_is_not_searched_for_traps():
    (finding,) = load("a: b" + " " * 200_000 + ": c\n", "f.yaml").findings
    assert finding.code == "NB101"


@pytest.mark.parametrize("text", [trap[1] for trap in TRAPS], ids=[t[0] for t in TRAPS])
def test_no_word_of_the_yaml_parser_is_told(text):
    (finding,) = load(text, "f.yaml").findings
    said = " ".join([finding.message, *(related.message for related in finding.related)])
    assert not any(word in said for word in ("block mapping", "block sequence", "collection", "flow", "?"))


def test_an_error_is_told_where_it_is_although_the_pure_parser_is_stricter_before():
    text = "a: {url: http://192.0.2.1:8080/x?a=b}\nb:\n  -\tc: 1\n"
    [finding] = load(text, "f.yaml").findings
    assert (finding.message, finding.span.start.line) == (
        "this is not valid YAML: a tab cannot indent YAML",
        3,
    )
    assert finding.fix is not None
