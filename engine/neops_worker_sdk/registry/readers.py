"""The port to whoever reads the blocks of one kind of file, and what is wrong with a file."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_worker_sdk.registry.store import Registered


@dataclass(frozen=True)
class DiscoveryError:
    """Why a file gives no blocks, or not all of them; line and column count from 1, where they are known."""

    path: Path
    message: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}"


class InvalidFileError(Exception):
    """A reader's word on a file that is not valid: every fault of it."""

    def __init__(self, faults: Iterable[DiscoveryError]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


class BlockReader(Protocol):
    """Reads the blocks of one kind of file."""

    def may_hold_blocks(self, file: Path) -> bool:
        """Whether `file` is of that kind; a quick look."""

    def blocks_of(self, file: Path) -> list[Registered]:
        """The blocks in `file`. Raises InvalidFileError, or anything else, which is a fault of the file."""


def line_in(error: BaseException, path: Path) -> int | None:
    """The line of the file at `path` that `error` comes from, None where none does."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename) == path.resolve():
        return error.lineno
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename) == path.resolve()
    ]
    return lines[-1] if lines else None
