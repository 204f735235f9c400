"""Files that belong to a block: those in the tree of its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def beside(directory: Path, name: str) -> Path | None:
    """The file of that name in the tree of a directory, which need not exist; None where it is outside.

    Links are followed before the place is judged.

    Raises:
        OSError, ValueError: it is no name of a file.
    """
    path = (directory / name).resolve()
    return path if path.is_relative_to(directory.resolve()) else None
