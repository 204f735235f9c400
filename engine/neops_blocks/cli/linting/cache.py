"""Answers that were given before, in a file of a directory for caches; without it all goes on, slower."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

NAME = "lint-1.sqlite"
KEPT_DAYS = 30
_DAY = 86400
_AT_ONCE = 500
_PATIENCE = 1.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, answer BLOB NOT NULL, day INTEGER NOT NULL) "
    "WITHOUT ROWID"
)


class Cache:
    """Bytes by keys; what nobody asked for in 30 days is forgotten.

    Whatever prevents that - no room, no permission, a broken file, another process that holds it - costs time
    and nothing else: nothing is raised.

    Args:
        directory: where the file stands; it is made, for this user alone.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._usable = True

    def find(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """What was kept under these keys."""
        found: dict[bytes, bytes] = {}

        def look(database: sqlite3.Connection) -> None:
            for some in (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)):
                these = f"key IN ({','.join('?' * len(some))})"
                found.update(database.execute(f"SELECT key, answer FROM answers WHERE {these}", some))  # noqa: S608
                used = (_today(), _today(), *some)
                database.execute(f"UPDATE answers SET day = ? WHERE day < ? AND {these}", used)  # noqa: S608

        self._attempt(look)
        return found

    def keep(self, answers: Mapping[bytes, bytes]) -> None:
        """Keep these too."""

        def write(database: sqlite3.Connection) -> None:
            rows = ((key, answer, _today()) for key, answer in answers.items())
            database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)
            database.execute("DELETE FROM answers WHERE day < ?", (_today() - KEPT_DAYS,))

        self._attempt(write)

    def _attempt(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do something in one transaction; the first attempt that fails is the last one."""
        if not self._usable:
            return
        file = self._directory / NAME
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(file, timeout=_PATIENCE)) as database, database:
                database.execute("PRAGMA synchronous = OFF")
                database.execute(_TABLE)
                work(database)
        except (OSError, sqlite3.Error) as error:
            self._usable = False
            if type(error) is sqlite3.DatabaseError:
                with contextlib.suppress(OSError):
                    file.unlink()


def _today() -> int:
    return int(time.time()) // _DAY
