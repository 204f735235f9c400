"""Templates beside the block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.parsers.port import ParserSpecError
from neops_blocks.source import beside

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000


def read_beside(directory: Path, name: str) -> str:
    """The text of a file in the block's directory tree.

    Raises:
        ParserSpecError: no such file, outside of the tree (also by a link), unreadable or too big.
    """
    try:
        path = beside(directory, name)
        if path is None:
            raise ParserSpecError(f"{name!r} is outside of the block's directory")
        if not path.is_file():
            raise ParserSpecError(f"there is no file {name!r} beside the block")
        if path.stat().st_size > MAX_BYTES:
            raise ParserSpecError(f"{name!r} is bigger than {MAX_BYTES // 1_000_000} MB")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParserSpecError(f"{name!r} is not UTF-8 text: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise ParserSpecError(f"{name!r} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        if isinstance(error, ParserSpecError):
            raise
        raise ParserSpecError(f"{name!r} is no file name") from error
