"""Which files are linted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.block_files import ENDINGS
from neops_blocks.cli.blocks import candidates
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

STDIN = Path("-")


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Every file once; in directories only YAML that declares to be a block.

    Raises:
        Problem: a path does not exist, or stands for standard input.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        if path == STDIN:
            raise Problem("- is standard input, and stands alone")
        if not path.exists():
            raise Problem(f"{path}: there is no such file or directory")
        inside = candidates([path], ENDINGS) if path.is_dir() else [path]
        files |= {file.resolve(): file for file in inside}
    return list(files.values())
