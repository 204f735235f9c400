"""Which YAML files are taken for blocks, in a tree where others are too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_worker_sdk.utils.block_files import SKIPPED_DIRECTORIES

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".yaml", ".yml")
_OWN_ENDINGS = (".block.yaml", ".block.yml")
_MARK = "function-block/"
_SKIPPED = SKIPPED_DIRECTORIES | {"node_modules"}


def is_left_out(directory: str) -> bool:
    """Whether nobody looks for blocks in a directory of that name: it is hidden, of tests or of packages."""
    return directory in _SKIPPED or directory.startswith(".")


def may_hold_blocks(file: Path) -> bool:
    """Whether a file is called a block, whatever is in it, or is YAML that names the schema of blocks."""
    if file.name.endswith(_OWN_ENDINGS):
        return True
    if file.suffix not in ENDINGS:
        return False
    try:
        return says_block(file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False


def says_block(text: str) -> bool:
    """Whether a text names the schema of blocks."""
    return _MARK in text
