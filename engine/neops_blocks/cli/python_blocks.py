"""Loading the blocks of one Python file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.registry import Registration


def load(file: Path) -> list[tuple[type[FunctionBlock[Any, Any]], Registration]]:
    """The blocks that a file registers, in its order.

    Raises:
        Problem: the file cannot be imported, or registers an identifier twice.
        OSError: it cannot be read.
    """
    from neops_worker_sdk.registry.python_reader import blocks_of
    from neops_worker_sdk.registry.readers import line_in

    file.read_bytes()
    try:
        return [(found.cls, found.registration) for found in blocks_of(file)]
    except (Exception, SystemExit) as error:  # the file is the author's code
        line = line_in(error, file)
        place = f"{file}:{line}" if line else str(file)
        raise Problem(f"{place}: cannot be imported: {type(error).__name__}: {error}") from error
