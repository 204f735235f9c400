"""Files that belong to a block: those in the tree of its directory."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NOTICE: ContextVar[Callable[[Path], None] | None] = ContextVar("_NOTICE", default=None)


def beside(directory: Path, name: str) -> Path | None:
    """The file of that name in the tree of a directory, which need not exist; None where it is outside.

    Links are followed before the place is judged.

    Raises:
        OSError, ValueError: it is no name of a file.
    """
    path = (directory / name).resolve()
    notice = _NOTICE.get()
    if notice is not None:
        notice(directory / name)
    return path if path.is_relative_to(directory.resolve()) else None


@contextlib.contextmanager
def noticing(notice: Callable[[Path], None]) -> Iterator[None]:
    """Be told of each file that a block has beside it, before it is read, whether it is there or not."""
    token = _NOTICE.set(notice)
    try:
        yield
    finally:
        _NOTICE.reset(token)
