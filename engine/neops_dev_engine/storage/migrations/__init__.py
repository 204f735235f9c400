"""The schema, one numbered file per change; the database remembers the last one in ``user_version``."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from neops_dev_engine.errors import DatabaseUnusable

if TYPE_CHECKING:
    import sqlite3


def scripts() -> dict[int, str]:
    """The SQL of every migration by its number, in order."""
    found = sorted(item.name for item in files(__package__).iterdir() if item.name.endswith(".sql"))
    return {int(name.split("_")[0]): files(__package__).joinpath(name).read_text("utf-8") for name in found}


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date, a transaction per migration.

    Raises:
        DatabaseUnusable: it was written by a newer version of the engine.
    """
    known = scripts()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > max(known):
        raise DatabaseUnusable(
            f"the database has schema {version}, this engine knows {max(known)}",
            "it was used by a newer version: upgrade neops-blocks, or give another file (--db)",
        )
    for number, script in known.items():
        if number > version:
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;"
                )
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
