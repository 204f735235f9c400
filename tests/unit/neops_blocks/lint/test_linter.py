"""Linting texts, files and documents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from neops_blocks.diagnostics import Severity
from neops_blocks.lint import Configuration, Project, check, examine, first_places, lint, lint_source
from neops_blocks.source import load

BLOCK = "schema: function-block/v1\nname: {name}\npackage: p\nrun_on: device\ntype: none\nsteps:\n  - set: {value}\n"
HEAVY = (
    "netmiko",
    "scrapli",
    "paramiko",
    "ntc_templates",
    "textfsm",
    "netutils",
    "jsonschema",
    "rich",
    "jmespath",
    "httpx",
    "asyncio",
    "xml.etree",
    "tomllib",
)


def test_every_document_of_a_file_is_examined():
    text = BLOCK.format(name="a", value=1) + "---\n" + BLOCK.format(name="b", value="'{{ x }}'") + "---\n"
    documents, findings = examine(load(text, "f.yaml"))
    assert [document.block.name for document in documents] == ["a", "b"]
    errors = [str(finding) for finding in findings if finding.severity is Severity.ERROR]
    assert errors == ["f.yaml:15:14: NB504 unknown name 'x'"]


def test_a_document_can_be_checked_alone():
    (document,), _ = examine(load(BLOCK.format(name="a", value="'{{ params.x }}'"), "f.yaml"))
    (finding,) = [finding for finding in check(document) if finding.severity is Severity.ERROR]
    assert (finding.code, finding.help) == ("NB505", "declare it under `parameters:`")


def test_findings_stand_in_the_order_of_the_file_and_each_once():
    text = BLOCK.format(name="a b", value="'{{ y }} {{ x | upperr }}'")
    places = [finding.span.start.offset for finding in lint(text, "f.yaml")]
    assert len(places) == 4
    assert places == sorted(places)


def test_what_yaml_already_told_is_not_told_again():
    (finding,) = lint(BLOCK.format(name="a", value="*nothing"), "f.yaml")
    assert finding.code == "NB109"


@pytest.mark.parametrize("expression", ["'{{ 1 + }}'", "'{{ a b }}'", "'{% if 1 %}'", "'{{ 1 | nope'"])
def test_a_template_that_does_not_compile_is_one_finding_inside_its_text(expression):
    findings = lint(BLOCK.format(name="a", value=expression), "f.yaml")
    (finding,) = [finding for finding in findings if finding.code == "NB501"]
    assert (finding.span.start.line, finding.path) == (7, "steps[0].set")
    assert 10 < finding.span.start.column <= finding.span.end.column <= 12 + len(expression)


@pytest.mark.parametrize("name", ["interface_errors", "device"])
def test_linting_loads_no_heavy_library(name, fixtures):
    path = fixtures / "good" / f"{name}.block.yaml"
    program = (
        "import sys\n"
        "from neops_blocks.cli import main\n"
        f"assert main(['lint', '--no-config', '--no-cache', {str(path)!r}]) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Found nothing wrong in 1 file.", "[]"]


def test_a_block_of_another_file_may_have_the_name_already():
    first, second, other = (
        load(BLOCK.format(name=name, value=1), file)
        for name, file in (("a", "1.yaml"), ("a", "2.yaml"), ("b", "3.yaml"))
    )
    project = Project(Path.cwd(), Configuration(), blocks=first_places([first, second, other]))
    assert lint_source(first, project).findings == lint_source(other, project).findings == []
    (finding,) = lint_source(second, project).findings
    assert (finding.code, finding.related[0].span.file) == ("NB801", "1.yaml")
    assert lint_source(second).findings == []


def test_whether_a_block_is_valid_does_not_depend_on_other_files():
    text = BLOCK.format(name="a", value=1)
    _, findings = examine(load(f"{text}---\n{text}", "f.yaml"))
    assert all(finding.severity is not Severity.ERROR for finding in findings)
