"""`Scrubber`: what was overwritten in the database is gone from its write-ahead log, too."""

from __future__ import annotations

import sqlite3
import time

_PAUSE = 1.0


class Scrubber:
    """Empties the write-ahead log soon after secrets were erased, at most once a second. For one thread.

    Args:
        connection: that writes.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._needed = True  # whoever was here before may have been killed
        self._at = time.monotonic()

    def due_in(self) -> float | None:
        """Seconds until `work` has something to do; None if there is nothing."""
        return max(0.0, self._at - time.monotonic()) if self._needed else None

    def work(self, *, needed: bool = False) -> None:
        """Empty the log if that is needed, now or since before, and due."""
        self._needed = self._needed or needed
        if self._needed and time.monotonic() >= self._at:
            self._at = time.monotonic() + _PAUSE
            self._needed = not self._emptied()

    def close(self) -> None:
        """Empty the log a last time."""
        self._emptied()

    def _emptied(self) -> bool:
        """Whether it worked: readers of an older state are not waited for."""
        (patience,) = self._connection.execute("PRAGMA busy_timeout").fetchone()
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            (busy, _, _) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            return False
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {patience}")
        return not busy
