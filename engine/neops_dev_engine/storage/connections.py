"""Opening the database file: who may read it, how it is written, and by one engine only."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from typing import TYPE_CHECKING

from neops_dev_engine.errors import DatabaseUnusable
from neops_dev_engine.storage.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl

_BUSY = 5.0


def open_writer(path: Path) -> sqlite3.Connection:
    """The connection that writes, with the schema up to date.

    A commit is on the disk when it returns (``synchronous = FULL``): many requests share one, see `Database`.
    Deleted content is overwritten (``secure_delete``), because secrets are erased when the work is done.

    Raises:
        DatabaseUnusable: the file cannot be used.
    """
    with _translated(path):
        _create(path)
        connection = _connect(path)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads."""
    with _translated(path):
        connection = _connect(path)
        connection.execute("PRAGMA query_only = ON")
        return connection


@contextlib.contextmanager
def owned(path: Path) -> Iterator[None]:
    """Keep every other engine away from the file.

    Raises:
        DatabaseUnusable: another engine uses it.
    """
    if sys.platform == "win32":  # there a second engine is not noticed
        yield
        return
    with _translated(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DatabaseUnusable(
                f"{path} is used by another engine",
                "stop that one, or give this one a file of its own (--db)",
            ) from error
        yield
    finally:
        os.close(handle)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _create(path: Path) -> None:
    """An empty file that its owner alone may read; SQLite gives its other files the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except DatabaseUnusable:
        raise
    except OSError as error:
        raise DatabaseUnusable(
            f"the database {path} cannot be written: {error.strerror or error}",
            "give a file in a directory that you may write to (--db)",
        ) from error
    except sqlite3.Error as error:
        raise DatabaseUnusable(
            f"the database {path} cannot be used: {error}",
            "is it a database of this engine? Or give another (--db)",
        ) from error
