from __future__ import annotations

import pytest

from neops_blocks.cli.lint_options import Choice
from neops_blocks.cli.linting.cache import Cache


@pytest.fixture
def choice():
    """choice(select=("NB304",)) -> what was given on a command line."""

    def given(**options):
        nothing = {
            "select": (),
            "extend_select": (),
            "ignore": (),
            "preview": None,
            "fail_level": None,
            "config": None,
            "no_config": False,
        }
        return Choice(**{**nothing, **options})

    return given


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")
