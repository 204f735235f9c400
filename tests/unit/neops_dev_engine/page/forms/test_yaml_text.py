from __future__ import annotations

import re

import pytest

from neops_dev_engine.page.forms.yaml_text import Unreadable, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("yes", "yes"),
        ("off", "off"),
        ("12", 12),
        ("-3", -3),
        ("0123", "0123"),
        ("22:10:05", "22:10:05"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.2.3", "1.2.3"),
        (".inf", ".inf"),
        ("2026-01-01", "2026-01-01"),
        ('{"a": [1, null, true, "x"]}', {"a": [1, None, True, "x"]}),
        ("1: one\ntrue: two", {"1": "one", "true": "two"}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("a:\n  - b: {c: 1}", {"a": [{"b": {"c": 1}}]}),
    ],
)
def test_values_are_those_of_yaml_1_2(text, value):
    found = read_yaml(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "line 1, column 2"),
        ("a: 1\na: 2", "line 2, column 1: a is there twice"),
        ("a: &x 1\nb: *x", "aliases are not allowed here"),
        ("{[1]: 2}", "a name must be a text"),
        ("!!binary aGFsbG8=", "a value that JSON does not know"),
        ("!!set {a, b}", "a value that JSON does not know"),
        ("!!python/object/apply:os.system [ls]", "could not determine a constructor"),
        ("!!float .nan", "a value that JSON does not know"),
        ("!!map [a]", "names and values are wanted"),
        ("--- 1\n--- 2", "line 2"),
        ("a\x00b", "a character that YAML does not allow"),
        ("[" * 3000, "nested too deeply"),
        ("a: " + "x" * 200_000, "more than 200000 characters must be JSON"),
        ('{"a": 1, "a": 2}', "line 1, column 10: a is there twice"),
        ("[NaN]", "a value that JSON does not know"),
        ("9" * 5000, "a value that JSON does not know"),
    ],
)
def test_what_json_cannot_say_is_refused(text, says):
    with pytest.raises(Unreadable, match=re.escape(says)):
        read_yaml(text)


def test_json_may_be_long():
    assert len(read_yaml("[" + "1234567890, " * 100_000 + "1]")) == 100_001
