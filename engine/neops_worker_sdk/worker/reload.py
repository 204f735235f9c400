"""Watching the files of blocks, for authors who want their edits to count at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence
    from pathlib import Path


class MissingWatcherError(ImportError):
    """The library that watches files is not installed."""


def require_watcher() -> None:
    """Raise MissingWatcherError where files cannot be watched."""
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise MissingWatcherError(
            "--reload needs the package watchfiles: pip install 'neops-blocks[reload]'"
        ) from error


async def watch(directories: Sequence[Path], changed: asyncio.Event) -> None:
    """Set `changed` whenever a file below `directories` changes, until cancelled."""
    from watchfiles import awatch

    places = [directory for directory in directories if directory.exists()]
    async for _ in awatch(*places, debounce=200, step=50):
        changed.set()
