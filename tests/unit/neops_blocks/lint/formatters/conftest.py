"""Files that were linted, and reports about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from neops_blocks.lint import Project, lint_source
from neops_blocks.lint.configuration import Configuration
from neops_blocks.lint.formatters import formatter
from neops_blocks.source import load

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"


@pytest.fixture
def linted(tmp_path):
    """linted("steps: ...", name="x.block.yaml") -> Linted, of a file below the root."""

    def lint(rest, name="x.block.yaml", head=HEAD, **options):
        project = Project(tmp_path, Configuration(**options))
        return lint_source(load(head + rest, str(tmp_path / name)), project)

    return lint


@pytest.fixture
def report(tmp_path):
    """report("sarif", files...) -> its text, with places from the root."""
    return lambda form, *files: formatter(form)(files, root=tmp_path)


@pytest.fixture
def fixtures_of_lint():
    """Every fixture, good and bad."""
    return sorted((Path(__file__).parents[1] / "fixtures").glob("*/*.yaml"))
