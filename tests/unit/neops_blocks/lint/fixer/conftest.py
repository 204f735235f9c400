from __future__ import annotations

import pytest

from neops_blocks.lint import Configuration, Project, lint_source
from neops_blocks.lint.fixer import fix
from neops_blocks.source import load


@pytest.fixture
def fixed(tmp_path):
    """fixed(text) -> what became of it, the rules of a code alone where one is given."""

    def run(text, *, unsafe=True, select=("ALL",), file="x.block.yaml"):
        project = Project(tmp_path, Configuration(select=select))
        return fix(load(text, str(file)), lambda source: lint_source(source, project), unsafe=unsafe)

    return run
