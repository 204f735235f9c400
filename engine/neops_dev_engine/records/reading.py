"""What a function that only reads needs: a `Transaction` will do, and so will a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


class Reading(Protocol):
    """Runs SELECT statements."""

    def execute(self, sql: str, arguments: Sequence[Any] | dict[str, Any] = ..., /) -> sqlite3.Cursor:
        """Run a statement."""
