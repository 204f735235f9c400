"""Loading the blocks of one Python file."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.registry import Registration


def load(file: Path) -> list[tuple[type[FunctionBlock[Any, Any]], Registration]]:
    """The blocks that a file registers, in its order.

    Raises:
        Problem: the file cannot be imported, or registers an identifier twice.
        OSError: it cannot be read.
    """
    from neops_worker_sdk.registry.discovery import blocks_of

    file.read_bytes()
    try:
        return [(found.cls, found.registration) for found in blocks_of(file)]
    except (Exception, SystemExit) as error:  # the file is the author's code
        what = f"{type(error).__name__}: {error}"
        raise Problem(f"{file}{_line(error, file)}: cannot be imported: {what}") from error


def _line(error: BaseException, file: Path) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f":{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename) == file.resolve()]
    return f":{lines[-1]}" if lines else ""
