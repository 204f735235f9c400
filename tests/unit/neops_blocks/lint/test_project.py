"""Settings of a project: where they stand, and what is wrong with them."""

from __future__ import annotations

import pytest

from neops_blocks.diagnostics import Severity
from neops_blocks.lint import Configuration, ConfigurationError, Projects

SETTINGS = """\
select = ["NB3", "NB5"]
extend-select = ["NB1"]
ignore = ["NB304"]
preview = true
fail-level = "error"

[{prefix}lint.per-file-ignores]
"legacy/*" = ["NB509"]
"""
EXPECTED = Configuration(
    ("NB3", "NB5"), ("NB1",), ("NB304",), {"legacy/*": ("NB509",)}, preview=True, fail_level=Severity.ERROR
)


@pytest.mark.parametrize(
    ("name", "prefix"), [("neops-blocks.toml", ""), ("pyproject.toml", "tool.neops-blocks.")]
)
def test_settings_stand_above_the_file(tmp_path, name, prefix):
    (tmp_path / name).write_text(f"[{prefix}lint]\n" + SETTINGS.format(prefix=prefix))
    project = Projects().of(tmp_path / "a" / "b" / "x.block.yaml")
    assert (project.root, project.file, project.configuration) == (tmp_path, tmp_path / name, EXPECTED)
    assert project.name_of(tmp_path / "a" / "x.block.yaml") == "a/x.block.yaml"


def test_every_file_has_the_settings_nearest_to_it(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "neops-blocks.toml").write_text('[lint]\nignore = ["NB3"]\n')
    (inner / "neops-blocks.toml").write_text("[worker]\n")
    projects = Projects()
    assert projects.of(tmp_path / "x.yaml").configuration.ignore == ("NB3",)
    assert projects.of(inner / "x.yaml").configuration == Configuration()
    assert projects.of(inner / "x.yaml") is projects.of(inner / "y.yaml")


def test_a_file_can_be_named_and_settings_be_left_out(tmp_path):
    (tmp_path / "neops-blocks.toml").write_text('[lint]\nignore = ["NB3"]\n')
    other = tmp_path / "ci.toml"
    other.write_text('[lint]\nignore = ["NB5"]\n')
    assert Projects(file=other).of(tmp_path / "x.yaml").configuration.ignore == ("NB5",)
    assert Projects(search=False).of(tmp_path / "x.yaml").configuration == Configuration()
    with pytest.raises(FileNotFoundError):
        Projects(file=tmp_path / "none.toml").of(tmp_path / "x.yaml")


def test_a_pyproject_that_is_named_may_be_silent_about_us(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert Projects(file=tmp_path / "pyproject.toml").of("x.yaml").configuration == Configuration()


def test_the_command_line_has_the_last_word(tmp_path):
    (tmp_path / "neops-blocks.toml").write_text('[lint]\nignore = ["NB3"]\n')
    projects = Projects(adjusted=lambda settings: settings.with_options(ignore=("NB5",)))
    assert projects.of(tmp_path / "x.yaml").configuration.ignore == ("NB3", "NB5")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[lint]\nselct = []\n", "lint.selct: there is no such setting; did you mean 'select'?"),
        ("[lint]\nfoo = 1\n", "lint.foo: there is no such setting; settings: extend-select, fail-level, "),
        ("[lint]\nfail_level = 'error'\nfail-level = 'error'\n", "lint.fail-level: it is given twice"),
        ("[lint]\nselect = 'NB3'\n", 'lint.select: give a list of codes: ["NB304"]'),
        ("[lint]\nignore = [3]\n", 'lint.ignore: give a list of codes: ["NB304"]'),
        ("[lint]\npreview = 'yes'\n", "lint.preview: give true or false"),
        ("[lint]\nfail-level = 'errors'\n", 'lint.fail-level: give "info", "warning" or "error"'),
        ("[lint]\nfail-level = 3\n", 'lint.fail-level: give "info", "warning" or "error"'),
        ("[lint]\nper-file-ignores = ['a']\n", "lint.per-file-ignores: give a table of patterns"),
        ("[lint]\nper-file-ignores = {a = 'NB3'}\n", "lint.per-file-ignores: give a list of codes"),
        ("[lint]\nignore = ['NB999']\n", "lint.ignore: there is no rule 'NB999'"),
        ("lint = 5\n", "lint is no table; write [lint]"),
        ("[lnit]\nignore = []\n", "there is no table [lnit]; did you mean 'lint'?"),
        ("[lint\n", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, text, problem):
    file = tmp_path / "neops-blocks.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        Projects().of(tmp_path / "x.yaml")
    (found,) = caught.value.problems
    assert found.startswith(str(file))
    assert problem in found


def test_every_problem_is_named(tmp_path):
    (tmp_path / "neops-blocks.toml").write_text("[lint]\nselct = []\npreview = 1\nignore = ['X']\n")
    with pytest.raises(ConfigurationError) as caught:
        Projects().of(tmp_path / "x.yaml")
    assert len(caught.value.problems) == 3


def test_tables_of_others_are_nobody_s_business(tmp_path):
    (tmp_path / "neops-blocks.toml").write_text("[worker]\nx = 1\n[somebody]\n")
    assert Projects().of(tmp_path / "x.yaml").configuration == Configuration()
