"""Two keys are equal only where the linter would answer the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from neops_blocks.cli.linting.keys import Keys, state_of
from neops_blocks.lint import Projects

FILE, DATA = Path("a.block.yaml"), b"schema: function-block/v1\n"


@pytest.fixture
def key(tmp_path, monkeypatch, choice):
    """key(...) -> the key of a file in an empty directory, as another process would make it."""
    monkeypatch.chdir(tmp_path)

    def made(file=FILE, data=DATA, **options):
        given = choice(**options)
        return Keys(given, Projects(file=given.config, search=not given.no_config)).of(file, data)

    return made


def test_the_same_file_has_the_same_key(key):
    assert key() == key()


def test_every_part_of_the_question_counts(key):
    keys = {key(), key(data=b""), key(file=Path("b.block.yaml")), key(select=("NB304",)), key(preview=True)}
    assert len(keys) == 5


def test_settings_count(key, tmp_path):
    before = key()
    settings = tmp_path / "neops-blocks.toml"
    settings.write_text('[lint]\nignore = ["NB304"]\n')
    with_settings = key()
    settings.write_text('[lint]\nignore = ["NB305"]\n')
    assert len({before, with_settings, key()}) == 3
    assert key(no_config=True) == key(no_config=True)


def test_the_working_directory_counts(key, tmp_path, monkeypatch):
    before = key()
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert key() != before


def test_another_version_of_a_package_counts(key, tmp_path, monkeypatch):
    packages = tmp_path / "packages"
    (packages / "jinja2-3.1.6.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    before = key()
    (packages / "jinja2-3.1.6.dist-info").rename(packages / "jinja2-3.1.7.dist-info")
    assert key() != before


def test_the_state_of_a_file_shows_every_change(tmp_path):
    path = tmp_path / "functions.py"
    states = [state_of(path)]
    path.write_text("a = 1\n")
    states.append(state_of(path))
    path.write_text("a = 2\n")
    states.append(state_of(path))
    path.rename(tmp_path / "other.py")
    path.symlink_to(tmp_path / "other.py")
    states.append(state_of(path))
    path.unlink()
    path.mkdir()
    assert len(set(states)) == 4
    assert state_of(path) == states[0]
