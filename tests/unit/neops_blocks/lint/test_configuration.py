"""Which findings count."""

from __future__ import annotations

from pathlib import Path

import pytest

from neops_blocks.diagnostics import Severity
from neops_blocks.lint import RULES, Configuration, ConfigurationError, Fixable, Project, lint, lint_source
from neops_blocks.lint import configuration as module
from neops_blocks.lint.selectors import codes_of
from neops_blocks.source import load

TEXT = (
    "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"
    "parameters: {vlan: integer}\nsteps:\n  - set: '{{ nope }}'\n  - set: params.vlan\n"
)
ERROR, UNUSED, BRACES = "NB504", "NB304", "NB509"


def told(configuration, file="x.block.yaml"):
    project = Project(Path.cwd(), configuration)
    return {str(finding.code) for finding in lint(TEXT, file, project)}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {ERROR, UNUSED, BRACES}),
        ({"select": ("NB3",)}, {UNUSED}),
        ({"select": ("nb509", "unused-parameter")}, {UNUSED, BRACES}),
        ({"select": ("NB3",), "extend_select": ("NB509",)}, {UNUSED, BRACES}),
        ({"ignore": ("NB5",)}, {UNUSED}),
        ({"ignore": ("no-braces",)}, {ERROR, UNUSED}),
        ({"ignore": ("ALL",)}, set()),
        ({"select": ("NB5",), "ignore": ("NB5",)}, set()),
        ({"select": ("NB509",), "ignore": ("NB5",)}, {BRACES}),
        ({"select": ("ALL", "NB5"), "ignore": ("NB509", "NB")}, {ERROR}),
        ({"per_file_ignores": {"*.block.yaml": ("NB5",)}}, {UNUSED}),
        ({"per_file_ignores": {"y*": ("NB5",), "./x*": ("NB3",)}}, {ERROR, BRACES}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_the_most_specific_selector_decides_and_ignore_where_two_are_alike(options, expected):
    assert told(Configuration(**options)) == expected


@pytest.mark.parametrize(
    ("pattern", "file", "fits"),
    [
        ("old.yaml", "a/b/old.yaml", True),
        ("a/*", "a/b/old.yaml", True),
        ("a/", "a/b/old.yaml", True),
        ("a/**/old.yaml", "a/b/old.yaml", True),
        ("b/*", "a/b/old.yaml", False),
        ("*.yml", "a/b/old.yaml", False),
    ],
)
def test_patterns_of_files_count_from_the_project(pattern, file, fits):
    configuration = Configuration(per_file_ignores={pattern: ("NB304",)})
    assert (UNUSED not in told(configuration, file)) is fits


def test_every_unknown_selector_is_named_with_a_guess():
    with pytest.raises(ConfigurationError) as caught:
        Configuration(select=("NB5009",), ignore=("no-brace", "NB3"), per_file_ignores={"x": ("",)})
    assert [problem.partition(",")[0] for problem in caught.value.problems] == [
        "select: there is no rule 'NB5009'; did you mean 'NB509'?",
        "ignore: there is no rule 'no-brace'; did you mean 'no-braces'?",
        "per-file-ignores: there is no rule ''; rules: NB101",
    ]


def test_select_on_the_command_line_begins_anew_and_the_rest_adds():
    of_file = Configuration(select=("NB3",), extend_select=("NB1",), ignore=("NB304",))
    assert of_file.with_options() == of_file
    assert of_file.with_options(ignore=("NB101",)).ignore == ("NB304", "NB101")
    assert of_file.with_options(extend_select=("NB5",)).extend_select == ("NB1", "NB5")
    anew = of_file.with_options(select=("NB304",))
    assert (anew.select, anew.extend_select, anew.ignore) == (("NB304",), (), ())


NOTES = {"NB307", "NB803"}
"""What is told only if it is asked for: the parameter has no description, the block no tests."""


@pytest.mark.parametrize(
    ("level", "failing"),
    [("error", {ERROR}), ("warning", {ERROR, UNUSED, BRACES}), ("info", {ERROR, UNUSED, BRACES, *NOTES})],
)
def test_what_fails_is_decided_by_severity(level, failing):
    project = Project(Path.cwd(), Configuration(fail_level=Severity(level)))
    file = lint_source(load(TEXT, "x.block.yaml"), project)
    assert {str(finding.code) for finding in file.failing} == failing


def test_errors_that_are_left_out_are_kept_aside():
    project = Project(Path.cwd(), Configuration(select=("NB3",)))
    file = lint_source(load(TEXT, "x.block.yaml"), project)
    assert [str(finding.code) for finding in file.hidden] == [ERROR]


def test_without_a_project_no_settings_count():
    assert {str(finding.code) for finding in lint(TEXT, "x.block.yaml")} == {ERROR, UNUSED, BRACES}


@pytest.mark.parametrize(
    ("options", "enabled"),
    [
        ({}, False),
        ({"preview": True}, True),
        ({"extend_select": ("NB509",)}, True),
        ({"select": ("no-braces",)}, True),
        ({"select": ("NB5",)}, False),
        ({"preview": True, "ignore": ("NB509",)}, False),
    ],
)
def test_a_new_rule_has_to_be_asked_for(options, enabled, monkeypatch):
    class New(type(next(rule for rule in RULES if rule.code == BRACES))):
        preview = True

    rules = tuple(New() if rule.code == BRACES else rule for rule in RULES)
    monkeypatch.setattr(module, "RULES", rules)
    assert (BRACES in Configuration(**options).enabled) is enabled


def test_selectors_of_every_kind_choose_rules():
    assert codes_of("all") == {rule.code for rule in RULES}
    assert codes_of(" nb30 ") == {rule.code for rule in RULES if rule.code.startswith("NB30")}
    assert codes_of("Duplicate-Key") == {"NB103"}
    assert codes_of("") == codes_of("X1") == frozenset()


def test_fixable_says_what_fixes_are():
    assert {rule.fixable for rule in RULES} <= set(Fixable)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, False),
        ({"fail_level": Severity.INFO}, True),
        ({"extend_select": ("NB803",)}, True),
        ({"select": ("no-tests",)}, True),
        ({"select": ("NB8",)}, False),
        ({"fail_level": Severity.INFO, "ignore": ("NB803",)}, False),
    ],
)
def test_notes_are_told_where_they_are_asked_for(options, told):
    assert ("NB803" in Configuration(**options).enabled) is told
