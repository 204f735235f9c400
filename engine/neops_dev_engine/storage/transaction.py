"""`Transaction`: what one piece of work may do to the database, all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


class Transaction:
    """Given to every function that writes; what it did is on the disk before anybody hears of it.

    Attributes:
        now: the moment it began; one for all that is written in it.
        topics: what listeners are told has changed, after the commit.
        scrub: whether what it overwrote must soon be gone from the disk, too.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.now = now()
        self.topics: set[str] = set()
        self.scrub = False

    def execute(self, sql: str, arguments: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Cursor:
        """Run a statement."""
        return self._connection.execute(sql, arguments)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for every row."""
        self._connection.executemany(sql, rows)

    def changed(self, *topics: str) -> None:
        """Wake whoever listens for one of these topics, once this is committed."""
        self.topics.update(topics)
