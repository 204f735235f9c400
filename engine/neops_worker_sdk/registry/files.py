"""Which files below a directory may hold blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SKIPPED_DIRECTORIES = frozenset({"__pycache__", "tests", "test", "testing"})


def block_files(directory: Path) -> Iterator[Path]:
    """Every Python file below `directory`, in a fixed order, that is no test and no ``__init__.py``."""
    for path in sorted(directory.iterdir()):
        if path.is_dir():
            if not path.name.startswith(".") and path.name not in SKIPPED_DIRECTORIES:
                yield from block_files(path)
        elif may_hold_blocks(path):
            yield path


def may_hold_blocks(file: Path) -> bool:
    """Whether a file is Python, no test and no ``__init__.py``."""
    return file.suffix == ".py" and file.name != "__init__.py" and not file.name.startswith("test_")
