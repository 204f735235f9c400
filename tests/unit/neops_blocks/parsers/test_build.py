from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neops_blocks.diagnostics import Failure, ParseFailed
from neops_blocks.parsers import PARSERS, ParseInput, ParserSpecError, build_parser

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = ParseInput("ios", "show version")
TEMPLATE = "Value PORT (\\S+)\nValue List VLANS (\\d+)\n\nStart\n  ^port ${PORT} -> Record\n  ^bad -> Error\n"
OUTPUT = "Vlan10 is up\nVlan20 is down\n"


@pytest.mark.parametrize(
    ("spec", "text", "expected"),
    [
        ("lines", " a \r\n\n\x0bb\u2028c\n", [" a", "\x0bb\u2028c"]),
        ("lines", "", []),
        ("json", ' {"version": "1.10"}\n', {"version": "1.10"}),
        ({"regex": r"Vlan(\d+)"}, OUTPUT, "10"),
        ({"regex": r"Vlan(\d+) is (\w+)"}, OUTPUT, ["10", "up"]),
        ({"regex": r"Vlan\d+"}, OUTPUT, "Vlan10"),
        ({"regex": r"Vlan(?P<id>\d+)( on)?"}, OUTPUT, {"id": "10"}),
        ({"regex": r"Vlan(?P<id>\d+)", "many": True}, OUTPUT, [{"id": "10"}, {"id": "20"}]),
        ({"regex": r"(?m)^Vlan(\d+)", "many": True}, OUTPUT, ["10", "20"]),
        ({"jmespath": "a.b"}, '{"a": {"b": "1_000"}}', "1_000"),
        ({"jmespath": "a[?b]"}, '{"a": [{}]}', []),
        (["json", {"jmespath": "[0]"}], '["{{ 7*7 }}"]', "{{ 7*7 }}"),
        ([{"regex": r"(?s)\{.*\}"}, "json"], "noise {} noise", {}),
        (["lines", {"jmespath": "[-1]"}], OUTPUT, "Vlan20 is down"),
    ],
)
def test_output_becomes_data_and_is_never_evaluated(
    spec: Any, text: str, expected: Any, tmp_path: Path
) -> None:
    assert build_parser(spec, directory=tmp_path).parse(text, ABOUT) == expected


@pytest.mark.parametrize(
    ("spec", "text", "message"),
    [
        ("json", "{", "is not JSON: .* at line 1, column 2"),
        ("json", "[NaN]", "NaN is no JSON value"),
        ("json", '{"a": 1} sw1#', "Extra data"),
        ("json", "[" * 100_000, "nested too deeply|Expecting"),
        ({"regex": "Port"}, OUTPUT, "does not match; the output begins:\n  Vlan10 is up"),
        ({"regex": "^Vlan20"}, OUTPUT, "does not match"),
        ({"jmespath": "x"}, "{}", "finds nothing"),
        ({"jmespath": "length(@)"}, "1", "failed"),
        ([{"jmespath": "[0]"}, "lines"], "[1]", "lines reads text, and the parser before it gave a number"),
        ("textfsm", "nonsense", "finds no record"),
    ],
)
def test_output_that_does_not_match_is_a_failure_that_shows_it(
    spec: Any, text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ParseFailed, match=message) as caught:
        build_parser(spec, directory=tmp_path).parse(text, ABOUT)
    assert caught.value.command == "show version"


@pytest.mark.parametrize("spec", ["json", "textfsm", {"regex": "nothing"}])
def test_no_match_shows_the_first_lines(spec: Any, tmp_path: Path) -> None:
    with pytest.raises(ParseFailed, match="FortiGate") as caught:
        build_parser(spec, directory=tmp_path).parse('FortiGate # {"a": 1}', ABOUT)
    assert caught.value.output == 'FortiGate # {"a": 1}'


def test_a_pattern_that_tries_too_many_ways_is_stopped(tmp_path: Path) -> None:
    from neops_blocks.parsers.pattern import Pattern, pattern

    slow = Pattern(pattern(r"(\w*)(\w*)(\w*)(\w*)[0-9]", many=False).compiled, many=False, seconds=0.05)
    with pytest.raises(ParseFailed, match=r"takes longer than 0\.05 s"):
        slow.parse("a" * 800, ABOUT)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("texfsm", "there is no parser 'texfsm'; did you mean 'textfsm'?"),
        ("zzz", "there are: jmespath, json, lines, regex, textfsm"),
        ("xml", "'xml' is not available in this version"),
        ({"ttp": "x.ttp"}, "'ttp' is not available in this version"),
        (["json", "table"], "'table' is not available in this version"),
        ("regex", "needs a value"),
        ({"json": "x"}, "takes no value"),
        ({"regex": "("}, "regular expression is not valid"),
        ({"regex": 5}, "needs a text"),
        ({"regex": "a", "mny": True}, "did you mean 'many'?"),
        ({"regex": "a", "many": "yes"}, "true or false"),
        ({"many": True}, "there is no parser 'many'"),
        ({"regex": "a", "jmespath": "b"}, "are two parsers"),
        ({"jmespath": "a["}, "JMESPath expression is not valid"),
        ({"textfsm": "none.textfsm"}, "there is no file"),
        ({"textfsm": "a\0b"}, "is no file name"),
        (["textfsm", "json"], "'json' reads text, and 'textfsm' before it gives data"),
        ([], "empty"),
        (5, "parse is a name"),
        (None, "parse is a name"),
        ({}, "parse is a name"),
        ([["json"]], "parse is a name"),
    ],
)
def test_a_wrong_parser_is_found_when_it_is_built(spec: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(ParserSpecError) as caught:
        build_parser(spec, directory=tmp_path)
    assert message in caught.value.message


def test_a_template_beside_the_block_gives_rows_with_lower_case_keys(tmp_path: Path) -> None:
    (tmp_path / "port.textfsm").write_text(TEMPLATE)
    parser = build_parser({"textfsm": "port.textfsm"}, directory=tmp_path)
    rows = parser.parse("port 1\nport 2\n", ABOUT)
    assert rows == [{"port": "1", "vlans": []}, {"port": "2", "vlans": []}]
    assert parser.parse("port 3\n", ABOUT) == [{"port": "3", "vlans": []}]
    with pytest.raises(ParseFailed, match=r"port\.textfsm refuses the output"):
        parser.parse("bad\n", ABOUT)


def test_a_template_does_not_leave_the_directory(tmp_path: Path) -> None:
    home = tmp_path / "blocks"
    home.mkdir()
    (tmp_path / "out.textfsm").write_text(TEMPLATE)
    (home / "link.textfsm").symlink_to(tmp_path / "out.textfsm")
    for name in ("../out.textfsm", "link.textfsm", str(tmp_path / "out.textfsm")):
        with pytest.raises(ParserSpecError, match="outside"):
            build_parser({"textfsm": name}, directory=home)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Value A (\\d+)\n\nStart\n  ^${B}\n", "t.textfsm:4: "),
        ("Value A (\n\nStart\n", "t.textfsm:1: "),
        ("", "t.textfsm: Missing state"),
        ("Value A (\\d+)\n", "t.textfsm: "),
    ],
)
def test_a_wrong_template_names_file_and_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.textfsm").write_text(text)
    with pytest.raises(ParserSpecError) as caught:
        build_parser({"textfsm": "t.textfsm"}, directory=tmp_path)
    assert caught.value.message.startswith(message)


def test_a_template_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.textfsm").write_bytes(b"\xff\xfe")
    with pytest.raises(ParserSpecError, match="not UTF-8"):
        build_parser({"textfsm": "t.textfsm"}, directory=tmp_path)


SPECS = ["textfsm", "json", "lines", {"regex": r"(\w+) (?P<x>\d*)", "many": True}, {"regex": r"(.)(.)"}]
SPECS += [{"jmespath": "a.b[*].c"}, ["json", {"jmespath": "sum(@)"}], [{"regex": r"(?s).*"}, "json"]]  # type: ignore[list-item]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=80) | st.sampled_from(["[1]", '{"a": 1}', "[[]]", "null"]),
    spec=st.sampled_from(SPECS),
)
def test_only_failures_come_out_of_a_parser(text: str, spec: Any, tmp_path: Path) -> None:
    parser = build_parser(spec, directory=tmp_path)
    with contextlib.suppress(Failure):
        parser.parse(text, ABOUT)


def test_the_table_names_every_parser() -> None:
    assert set(PARSERS) == {"textfsm", "regex", "json", "jmespath", "lines"}
