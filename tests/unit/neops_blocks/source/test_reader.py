"""Reading YAML: values, places, and what is refused."""

from __future__ import annotations

import time

import pytest

from neops_blocks.source import load, load_file


def value(text):
    source = load(text, "f.yaml")
    assert source.findings == ()
    return source.documents[0].plain()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("off", "off"),
        ("yes", "yes"),
        ("true", True),
        ("1:30", "1:30"),
        ("65000:10", "65000:10"),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-7", -7),
        ("~", None),
        ("null", None),
        ("2020-01-01", "2020-01-01"),
        ("00:1b:21:3c:4d:5e", "00:1b:21:3c:4d:5e"),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("!!float 1", 1.0),
        ("=", "="),
    ],
)
def test_scalars_follow_the_yaml_1_2_core_schema(text, expected):
    found = value(f"a: {text}\n")["a"]
    assert found == expected
    assert type(found) is type(expected)


def test_every_document_of_a_file_is_read():
    source = load("--- {a: 1}\n---\nb: 2\n", "f.yaml")
    assert [node.plain() for node in source.documents] == [{"a": 1}, {"b": 2}]


def test_an_empty_file_has_no_document():
    assert load("# nothing\n", "f.yaml").documents == ()


def test_merge_keys_and_aliases_are_resolved_and_own_keys_win():
    text = "base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\nboth:\n  <<: [*base, *other]\n  a: 0\n"
    assert value(text)["both"] == {"a": 0, "b": 2, "c": 4}


def test_keys_and_values_know_where_they_stand():
    node = load("steps:\n  - id: show\n    command: show version  # it\n", "f.yaml").documents[0]
    step = node.at("steps", 0)
    assert str(step.keys["command"]) == "f.yaml:3:5"
    span = step.at("command").span
    assert (span.start.line, span.start.column, span.end.column) == (3, 14, 26)
    assert (node.span.end.line, node.span.end.column) == (3, 26)


def test_a_path_that_does_not_exist_is_none():
    node = load("a: {b: [1]}\n", "f.yaml").documents[0]
    assert node.at("a", "b", 0).value == 1
    assert node.at("a", "b", 1) is None
    assert node.at("a", "c", "d") is None


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("a: show {{ x }}\n", "x", 1, 12),
        ("a: &anchor show {{ x }}\n", "x", 1, 20),
        ("a: 'it''s {{ x }}'\n", "x", 1, 14),
        ('a: "\\t\\x41 {{ x }}"\n', "x", 1, 15),
        ("a: |\n  first\n    {{ x }}\n", "x", 3, 8),
        ("a: >-\n  first\n  {{ x }}\n", "x", 3, 6),
        ("a: >-  # note\n\n  one\n\n  {{ x }}\n", "x", 5, 6),
        ("a: one\n  {{ x }}\n", "x", 2, 6),
        ('a: "one\n\n  two {{ x }}"\n', "x", 3, 10),
        ('a: "one \\\n  {{ x }}"\n', "x", 2, 6),
        ("a: |\r\n  one\r\n  {{ x }}\r\n", "x", 3, 6),
    ],
)
def test_the_inner_span_of_a_text_is_found_again(text, word, line, column):
    scalar = load(text, "f.yaml").documents[0].at("a")
    at = scalar.value.index(word)
    span = scalar.inner_span(at, at + len(word))
    assert (span.start.line, span.start.column) == (line, column)
    assert text[span.start.offset : span.end.offset] == word


def test_a_byte_order_mark_does_not_move_the_columns():
    source = load("\ufeffa: 1\nb: {c: x}\n", "f.yaml")
    assert str(source.documents[0].keys["a"]) == "f.yaml:1:1"
    assert source.text[source.documents[0].at("b", "c").span.start.offset] == "x"


def test_other_yaml_line_breaks_do_not_move_the_lines():
    node = load("a: 'x\u2028y\x85z'\nb: 1\n", "f.yaml").documents[0]
    assert str(node.keys["b"]) == "f.yaml:2:1"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("flow", "[" * 50_000, "NB106"),
        ("flow mappings", "{a: " * 50_000, "NB106"),
        ("compact", "- " * 50_000, "NB106"),
        (
            "alias bomb",
            "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)),
            "NB107",
        ),
        (
            "merge bomb",
            "a0: &a0 {k: v}\n"
            + "".join(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 12)),
            "NB107",
        ),
        ("size", "a: " + "x" * 1_000_001, "NB108"),
        ("self", "&a [*a]", "NB109"),
    ],
)
def test_bombs_are_refused_at_once(name, text, code):
    started = time.process_time()
    source = load(text, "f.yaml")
    assert time.process_time() - started < 0.5
    assert [finding.code for finding in source.findings] == [code]


def test_all_findings_of_a_document_are_reported_together():
    source = load("a: 1\na: 2\nb: !x y\nc: {{ d }}\n1: e\n", "f.yaml")
    assert [str(f.span) for f in source.findings] == ["f.yaml:3:4", "f.yaml:4:4", "f.yaml:2:1", "f.yaml:5:1"]


def test_a_duplicate_key_points_at_the_first():
    (finding,) = load("a: 1\nb: 2\na: 3\n", "f.yaml").findings
    assert finding.code == "NB103"
    assert str(finding.span) == "f.yaml:3:1"
    assert str(finding.related[0].span) == "f.yaml:1:1"


def test_a_file_that_is_not_utf8_is_a_finding(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\nb: gr\xfc\xdfe\n")
    (finding,) = load_file(path).findings
    assert (finding.code, finding.span.start.line, finding.span.start.column) == ("NB112", 2, 6)


def test_a_missing_file_is_the_callers(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_file(tmp_path / "none.yaml")


@pytest.mark.parametrize("text", ["a: \x00", "a: \ud800", "a: b\ufeffc"])
def test_characters_that_yaml_forbids_are_findings(text):
    assert [finding.code for finding in load(text, "f").findings] == ["NB112"]


def test_a_list_of_nothing_but_aliases_ends_behind_the_last():
    source = load("- &a [b]\n- - *a\n  - *a\n- c\n", "f.yaml")
    assert source.documents[0].at(1).span.start.offset == 11
    assert source.documents[0].at(1).span.end.offset == 22


def test_what_was_found_before_an_unquoted_template_stays():
    source = load("- !x a\n- ! b\n- !y {{ c }}\n", "f.yaml")
    assert [finding.code for finding in source.findings] == ["NB104", "NB105", "NB102"]
