"""Which YAML files are taken for blocks, in a tree where others are too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".yaml", ".yml")
_OWN_ENDINGS = (".block.yaml", ".block.yml")
_MARK = "function-block/"


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
