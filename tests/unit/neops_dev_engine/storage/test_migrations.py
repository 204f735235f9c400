from __future__ import annotations

import contextlib
import sqlite3

import pytest

from neops_dev_engine.errors import DatabaseUnusable
from neops_dev_engine.storage.connections import open_writer
from neops_dev_engine.storage.migrations import migrate, scripts


def version(connection):
    return connection.execute("PRAGMA user_version").fetchone()[0]


def test_the_numbers_have_no_gaps():
    assert list(scripts()) == list(range(1, len(scripts()) + 1))


def test_every_step_leads_to_the_next(tmp_path):
    """A database of any earlier version becomes one of this version, and the same one."""
    shapes = set()
    for start in range(len(scripts()) + 1):
        with contextlib.closing(sqlite3.connect(tmp_path / f"{start}.sqlite", isolation_level=None)) as old:
            for number in range(1, start + 1):
                old.executescript(f"BEGIN; {scripts()[number]} ; PRAGMA user_version = {number}; COMMIT;")
            migrate(old)
            assert version(old) == len(scripts())
            shapes.add(tuple(old.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()))
    assert len(shapes) == 1


def test_migrating_again_changes_nothing(tmp_path):
    with contextlib.closing(open_writer(tmp_path / "engine.sqlite")) as connection:
        migrate(connection)
        assert version(connection) == len(scripts())


def test_a_database_from_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "engine.sqlite"
    with contextlib.closing(open_writer(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseUnusable, match=r"schema 99") as refused:
        open_writer(path)
    assert "upgrade" in refused.value.hint
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert version(connection) == 99
