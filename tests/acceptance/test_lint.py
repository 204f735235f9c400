"""`lint` and `rule` as their users see them: every format, every option."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"
CLEAN = HEAD + "steps:\n  - set: 1\n"
UNUSED = HEAD + "parameters: {vlan: {type: integer, description: A number.}}\nsteps:\n  - set: 1\n"
WRONG = HEAD + "steps:\n  - set: '{{ nope }}'\n  - set: params.a\n"


@pytest.fixture
def wrong(block):
    return block("wrong.block.yaml", WRONG)


@pytest.fixture
def unused(block):
    return block("unused.block.yaml", UNUSED)


READERS = {
    "full": lambda text: [line[:5] for line in text.splitlines() if line.startswith("NB")],
    "concise": lambda text: [line.split()[1] for line in text.splitlines() if ": NB" in line],
    "json": lambda text: [found["code"] for found in json.loads(text)],
    "github": lambda text: [line.split("=")[1][:5] for line in text.splitlines() if line.startswith("::")],
    "sarif": lambda text: [result["ruleId"] for result in json.loads(text)["runs"][0]["results"]],
    "gitlab": lambda text: [issue["description"][:5] for issue in json.loads(text)],
    "junit": lambda text: [
        test.get("name")[:5] for test in ElementTree.fromstring(text.encode()).iter("testcase")
    ],
}


@pytest.mark.parametrize("form", READERS)
def test_every_format_tells_every_finding(cli, wrong, form):
    done = cli("lint", wrong, "--format", form)
    assert (done.code, done.err) == (1, "")
    assert READERS[form](done.out) == ["NB504", "NB509"]


@pytest.mark.parametrize("form", READERS)
def test_every_format_can_be_written_to_a_file(cli, wrong, tmp_path, form):
    done = cli("lint", wrong, "--format", form, "--output", "report")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Found 1 error and 1 warning.")
    assert READERS[form]((tmp_path / "report").read_text(encoding="utf-8")) == ["NB504", "NB509"]


def test_a_report_that_cannot_be_written_is_no_bug(cli, wrong):
    done = cli("lint", wrong, "--output", "no/such/directory/report")
    assert done.code == 2
    assert "no/such/directory/report: No such file or directory" in done.err


def test_reports_count_from_the_root_of_the_working_copy(cli, block, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "blocks").mkdir()
    block("blocks/wrong.block.yaml", WRONG)
    found = cli("lint", "blocks", "--format", "gitlab").json
    assert {issue["location"]["path"] for issue in found} == {"blocks/wrong.block.yaml"}


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "NB504"], ["NB504"]),
        (["--select", "nb3,no-braces"], ["NB509"]),
        (["--select", "NB504", "--extend-select", "NB509"], ["NB504", "NB509"]),
        (["--ignore", "NB5"], []),
        (["--ignore", "NB504", "--ignore", "NB509"], []),
        (["--select", "ALL", "--preview"], ["NB504", "NB509"]),
    ],
    ids=" ".join,
)
def test_rules_are_selected(cli, wrong, options, codes):
    done = cli("lint", wrong, "--format", "concise", *options)
    assert READERS["concise"](done.out) == codes
    assert done.code == (1 if codes else 0)


def test_errors_are_not_left_out_in_silence(cli, wrong):
    done = cli("lint", wrong, "--ignore", "NB5")
    assert (done.code, done.out) == (0, "Found nothing wrong in 1 file.\n")
    assert done.err == "neops-blocks: 1 error not shown (NB504); a block with errors does not run\n"


@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
def test_an_unknown_rule_is_wrong_usage(cli, wrong, option):
    done = cli("lint", wrong, option, "NB5004")
    assert done.code == 2
    assert f"{option}: there is no rule 'NB5004'; did you mean 'NB504'?" in done.err


def test_the_level_decides_when_lint_fails(cli, unused):
    assert cli("lint", unused).code == 1
    done = cli("lint", unused, "--fail-level", "error", "--format", "concise")
    assert done.code == 0
    assert READERS["concise"](done.out) == ["NB304"]


@pytest.mark.parametrize(
    ("name", "section"), [("neops-blocks.toml", "lint"), ("pyproject.toml", "tool.neops-blocks.lint")]
)
def test_settings_are_read_above_the_file(cli, unused, block, tmp_path, name, section):
    settings = block(name, f'[{section}]\nignore = ["NB304"]\n')
    assert cli("lint", unused).code == 0
    assert cli("lint", unused, "--no-config").code == 1
    assert cli("lint", unused, "--select", "NB304").code == 1
    shown = cli("lint", unused, "--show-settings").out
    assert f"read in           {settings}" in shown
    assert "ignore            NB304" in shown


def test_settings_for_some_files(cli, block, tmp_path):
    (tmp_path / "legacy").mkdir()
    block("legacy/a.block.yaml", UNUSED)
    block("new.block.yaml", UNUSED.replace("name: x", "name: y"))
    block("neops-blocks.toml", '[lint.per-file-ignores]\n"legacy/*" = ["NB304"]\n')
    done = cli("lint", ".", "--format", "json")
    assert [found["file"] for found in done.json] == ["new.block.yaml"]


def test_settings_of_one_file_for_all(cli, unused, block):
    block("neops-blocks.toml", '[lint]\nselect = ["NB5"]\n')
    config = block("ci.toml", '[lint]\nfail-level = "error"\n')
    done = cli("lint", unused, "--config", config, "--format", "concise")
    assert (done.code, READERS["concise"](done.out)) == (0, ["NB304"])
    assert cli("lint", unused, "--config", config, "--no-config").code == 2
    missing = cli("lint", unused, "--config", "none.toml")
    assert (missing.code, "none.toml: No such file" in missing.err) == (2, True)


def test_wrong_settings_are_all_named(cli, unused, block):
    block("neops-blocks.toml", '[lint]\nselct = ["NB3"]\nignore = ["NB99"]\n')
    done = cli("lint", unused)
    assert (done.code, done.out) == (2, "")
    assert "lint.selct: there is no such setting; did you mean 'select'?" in done.err
    assert "lint.ignore: there is no rule 'NB99'" in done.err


def test_statistics_count_by_rule(cli, block):
    file = block("many.block.yaml", WRONG + "  - set: params.b\n")
    assert cli("lint", file, "--statistics").out.splitlines() == [
        "2  NB509  no-braces",
        "1  NB504  unknown-name",
        "Found 1 error and 2 warnings. [*] 2 fixable with --unsafe-fixes.",
    ]
    rows = cli("lint", file, "--statistics", "--format", "json").json
    assert [(row["code"], row["count"]) for row in rows] == [("NB509", 2), ("NB504", 1)]
    assert cli("lint", file, "--statistics", "--format", "sarif").code == 2


def test_standard_input_is_a_file_with_a_name(cli, block, tmp_path):
    done = cli("lint", "-", "--format", "concise", stdin=WRONG)
    assert (done.code, READERS["concise"](done.out)) == (1, ["NB504", "NB509"])
    assert done.out.startswith("<stdin>:7:14: ")
    block("neops-blocks.toml", '[lint.per-file-ignores]\n"legacy/*" = ["NB509"]\n')
    done = cli("lint", "-", "--stdin-filename", "legacy/x.yaml", "--format", "json", stdin=WRONG)
    assert [(found["file"], found["code"]) for found in done.json] == [("legacy/x.yaml", "NB504")]
    assert cli("lint", "-", stdin=CLEAN).code == 0


@pytest.mark.parametrize(
    "arguments", [["-", "x.yaml"], ["x.yaml", "--stdin-filename", "y"], ["-", "--add-ignores"]]
)
def test_standard_input_stands_alone(cli, block, arguments):
    block("x.yaml", CLEAN)
    assert cli("lint", *arguments).code == 2


def test_comments_ignore_warnings_and_no_errors(cli, block):
    text = (
        HEAD
        + "steps:\n  - set: '{{ nope }}'  # neops: ignore[NB504]\n  - set: params.a  # neops: ignore[NB509] text\n"
    )
    done = cli("lint", block("x.block.yaml", text), "--format", "concise")
    assert READERS["concise"](done.out) == ["NB504", "NB904"]
    assert done.out.splitlines()[-1] == "Found 1 error and 1 warning. [*] 1 fixable with --fix. 1 ignored."


def test_ignores_are_added_once_and_nothing_else_changes(cli, tmp_path):
    file = tmp_path / "x.block.yaml"
    text = ("\ufeff" + UNUSED + "  # a comment\n\n  - {set: 'params.a'}\n").replace("\n", "\r\n").encode()
    file.write_bytes(text)
    done = cli("lint", file, "--add-ignores")
    assert (done.code, done.out) == (0, "Found nothing wrong in 1 file. 3 ignored.\n")
    assert done.err == "Ignored from now on: 3, in files: 1.\n"
    written = file.read_bytes()
    changed = text.replace(b".}}\r", b".}}  # neops: ignore[NB304]\r").replace(
        b"a'}\r", b"a'}  # neops: ignore[NB509]\r"
    )
    assert written == changed.replace(b"v1\r", b"v1  # neops: ignore[NB116]\r", 1)
    assert cli("lint", file, "--add-ignores").err == "Ignored from now on: 0, in files: 0.\n"
    assert file.read_bytes() == written


def test_errors_stay_when_ignores_are_added(cli, wrong):
    done = cli("lint", wrong, "--add-ignores", "--format", "concise")
    assert (done.code, READERS["concise"](done.out)) == (1, ["NB504"])


def test_a_rule_is_explained(cli):
    done = cli("rule", "nb504")
    assert done.code == 0
    for part in (
        "NB504 unknown-name (error, can be fixed by --unsafe-fixes, since 0.1.0)",
        "Why: ",
        "What to do: ",
        "Wrong:",
        "Right:",
    ):
        assert part in done.out
    assert cli("rule", "unknown-name").out == done.out
    assert "```text" in cli("rule", "NB504", "--format", "markdown").out
    assert cli("rule", "NB504", "--format", "json").json["severity"] == "error"


def test_rules_are_listed(cli):
    every = cli("rule", "--all", "--format", "json").json
    assert {"code", "name", "severity", "summary", "why", "remedy", "fixable", "since"} <= every[0].keys()
    group = cli("rule", "NB9", "--format", "json").json
    assert [rule["code"] for rule in group] == ["NB901", "NB902", "NB903", "NB904"]
    assert all(rule in every for rule in group)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["NB5004"], "did you mean 'NB504'?"), ([], "give a CODE"), (["NB504", "--all"], "give a CODE")],
)
def test_what_is_no_rule_is_wrong_usage(cli, arguments, said):
    done = cli("rule", *arguments)
    assert done.code == 2
    assert said in done.err


def test_two_files_with_one_identifier_are_told_and_the_first_is_shown(cli, block):
    first, second = block("a.block.yaml", CLEAN), block("b.block.yaml", CLEAN)
    done = cli("lint", first, second)
    assert done.code == 1
    assert "NB801 there is another block p/x:1.0.0" in done.out
    assert done.out.index("b.block.yaml:2:7") < done.out.index("a.block.yaml:2:7")
    assert cli("lint", second).code == 0


def test_without_a_path_the_working_directory_is_linted(cli, unused, block):
    done = cli("lint")
    assert (done.code, done.out) == (1, cli("lint", ".").out)
    assert "NB304" in done.out


def test_a_directory_without_blocks_is_not_called_clean(cli, tmp_path):
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "site.yaml").write_text("- hosts: all\n")
    done = cli("lint", "playbooks")
    assert (done.code, done.out) == (0, "Found no blocks.\n")
    assert done.err.startswith("neops-blocks: no blocks below playbooks; one is called *.block.yaml, or says")


def test_what_is_called_a_block_is_linted_whatever_is_in_it(cli, tmp_path):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "a.block.yml").write_text("schema: functoin-block/v1\n")
    (tmp_path / "blocks" / "b.yaml").write_text("a: 1\n")
    done = cli("lint", "blocks")
    assert done.code == 1
    assert "schema: 'functoin-block/v1' is not supported" in done.out
    assert "b.yaml" not in done.out
