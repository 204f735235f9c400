"""Filters of other packages, by really installed entry points."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MODULE = """
def shout(value, mark="!"):
    return value.upper() + mark

def fails(value):
    raise LookupError("it was not found")

NUMBER = 3
"""
POINTS = """
[neops_blocks.filters]
shout = extra_filters:shout
fails = extra_filters:fails
broken = extra_broken:anything
gone = extra_filters:gone
number = extra_filters:NUMBER
union = extra_filters:shout
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "extra_filters.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "extra_broken.py").write_text("import a_module_that_is_not_there\n", encoding="utf-8")
    info = tmp_path / "neops_extra-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: neops-extra\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    return tmp_path


def run(site: Path, code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)])}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_package_brings_filters_and_cannot_replace_ours(site: Path) -> None:
    code = """
from neops_blocks.templates import analyse, compile_value
print(compile_value("{{ 'a' | shout }}{{ 'b' | shout(mark='?') }}").evaluate({}))
print(compile_value("{{ [1] | union([2]) }}").evaluate({}))
print([problem.suggestions[0] for problem in analyse("x | shuot", bare=True).problems])
"""
    assert run(site, code).splitlines() == ["A!B?", "[1, 2]", "['shout']"]


def test_a_filter_of_a_package_that_fails_is_named(site: Path) -> None:
    code = """
from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import compile_value
try:
    compile_value("{{ 'a' | fails }}").evaluate({})
except TemplateFailure as failure:
    print(failure.message)
"""
    found = run(site, code)
    assert "filter 'fails'" in found
    assert "it was not found" in found


@pytest.mark.parametrize(
    ("name", "reason"),
    [("broken", "a_module_that_is_not_there"), ("gone", "gone"), ("number", "is no function")],
)
def test_a_package_that_is_broken_is_named(site: Path, name: str, reason: str) -> None:
    code = f"""
from neops_blocks.templates import TemplateSyntaxProblem, analyse, compile_value
assert not analyse("x | {name}", bare=True).problems
try:
    compile_value("{{{{ 'a' | {name} }}}}")
except TemplateSyntaxProblem as problem:
    print(problem.message)
"""
    found = run(site, code)
    assert f"filter '{name}' of the package 'neops-extra'" in found
    assert reason in found
