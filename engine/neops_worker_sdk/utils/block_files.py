"""Which files below a directory may hold blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SKIPPED_DIRECTORIES = frozenset({"__pycache__", "tests", "test", "testing"})


def files_below(directory: Path) -> Iterator[Path]:
    """Every file below `directory`, in a fixed order, but for hidden directories and those of tests."""
    for path in sorted(directory.iterdir()):
        if not path.is_dir():
            yield path
        elif not path.name.startswith(".") and path.name not in SKIPPED_DIRECTORIES:
            yield from files_below(path)


def block_files(directory: Path) -> Iterator[Path]:
    """Every Python file below `directory`, in a fixed order, that is no test and no ``__init__.py``."""
    return filter(may_hold_blocks, files_below(directory))


def may_hold_blocks(file: Path) -> bool:
    """Whether a file is Python, no test and no ``__init__.py``."""
    return file.suffix == ".py" and file.name != "__init__.py" and not file.name.startswith("test_")
