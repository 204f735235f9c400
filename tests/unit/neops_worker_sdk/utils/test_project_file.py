"""Which file holds the settings of a project."""

from __future__ import annotations

import pytest

from neops_worker_sdk.utils.project_file import find_project_file, read_project_file

OWN = '[lint]\nignore = ["NB3"]\n'
SHARED = '[project]\nname = "x"\n\n[tool.neops-blocks.lint]\nignore = ["NB3"]\n'


@pytest.fixture
def below(tmp_path):
    """A directory below the one of the project."""
    directory = tmp_path / "a" / "b"
    directory.mkdir(parents=True)
    return directory


@pytest.mark.parametrize(
    ("name", "text", "prefix"),
    [("neops-blocks.toml", OWN, ""), ("pyproject.toml", SHARED, "tool.neops-blocks.")],
)
def test_it_is_found_above(tmp_path, below, name, text, prefix):
    (tmp_path / name).write_text(text)
    found = find_project_file(below)
    assert (found.path, found.prefix) == (tmp_path / name, prefix)
    assert found.content == {"lint": {"ignore": ["NB3"]}}


def test_the_nearest_counts(tmp_path, below):
    (tmp_path / "neops-blocks.toml").write_text(OWN)
    (below / "pyproject.toml").write_text(SHARED)
    assert find_project_file(below).path == below / "pyproject.toml"


def test_our_own_file_counts_before_the_shared_one(tmp_path):
    (tmp_path / "neops-blocks.toml").write_text(OWN)
    (tmp_path / "pyproject.toml").write_text(SHARED)
    assert find_project_file(tmp_path).path == tmp_path / "neops-blocks.toml"


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "x"\n',
        '[project]\ndependencies = ["neops-blocks"]\n',
        '[project]\ndependencies = ["neops-blocks"\n',
        "tool = 5  # neops-blocks\n",
    ],
    ids=["others", "dependency", "broken", "no table"],
)
def test_a_pyproject_without_our_settings_is_passed_over(tmp_path, below, text):
    (tmp_path / "neops-blocks.toml").write_text(OWN)
    (below / "pyproject.toml").write_text(text)
    assert find_project_file(below).path == tmp_path / "neops-blocks.toml"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("neops-blocks.toml", b"[lint\n", "at line 1"),
        ("pyproject.toml", b"[tool.neops-blocks.lint]\nignore = [\n", "Invalid value"),
        ("neops-blocks.toml", b"\xff", "utf-8"),
    ],
)
def test_a_broken_file_is_a_problem(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    found = read_project_file(tmp_path / name)
    assert found.problem.startswith(f"{tmp_path / name} cannot be read: ")
    assert reason in found.problem
    assert found.content == {}
