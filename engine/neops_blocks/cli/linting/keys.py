"""What an answer of the linter hangs on: the file, the settings, and everything that is installed."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neops_blocks.cli.lint_options import Choice
    from neops_blocks.lint.project import Projects

_FORMAT = 1
_PACKAGES = ("neops_blocks", "neops_worker_sdk")
_METADATA = (".dist-info", ".egg-info", ".egg-link")


class Keys:
    """Makes the keys of answers: two are equal only where the linter would answer the same.

    Files beside a block are not part of its key, for which ones it has is known when it was linted.
    """

    def __init__(self, choice: Choice, projects: Projects) -> None:
        general = (_FORMAT, sys.version, list(_installed(sys.path)), list(_own_files()), choice, Path.cwd())
        self._general = hashlib.sha256(_bytes(repr(general)))
        self._projects = projects

    def of(self, file: Path, data: bytes) -> bytes:
        """The key of a file with this content.

        Raises:
            OSError: the file with its settings cannot be read.
        """
        key = self._general.copy()
        key.update(_bytes(repr((str(file), self._projects.file_of(file), len(data)))))
        key.update(data)
        return key.digest()


def state_of(path: Path) -> str:
    """What a file is like, so that every change of it shows: where it really is, and its content."""
    try:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"
    except OSError as error:
        content = f"unreadable: {error.errno}"
    return f"{os.path.realpath(path)}:{content}"


def _installed(directories: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Every installed package with its version, as the names of directories tell it."""
    for directory in directories:
        try:
            entries = sorted(os.scandir(directory or "."), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith(_METADATA):
                yield entry.name, entry.stat().st_mtime_ns


def _own_files() -> Iterator[tuple[str, int, int]]:
    """The code of the linter itself, which may change without a new version where it is developed."""
    root = Path(__file__).parents[3]
    for package in _PACKAGES:
        for place, directories, names in os.walk(root / package):
            directories.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    stat = os.stat(os.path.join(place, name))  # noqa: PTH116, PTH118 - hundreds of files
                    yield name, stat.st_size, stat.st_mtime_ns


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
