"""Colour and terminals."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

PIPED_WIDTH = 160
STYLES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}


def wants_color(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: only on a terminal, and never with NO_COLOR or TERM=dumb."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return is_terminal(stream)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def width(stream: TextIO) -> int:
    """Columns of the stream; a pipe has plenty."""
    return shutil.get_terminal_size().columns if is_terminal(stream) else PIPED_WIDTH


def harmless(text: str) -> str:
    """A text of somebody else without what would command the terminal; lines and tabs stay."""
    return "".join(char if char.isprintable() or char in "\n\t" else _escape(char) for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode()


class Paint:
    """Puts colour around texts, or does not."""

    def __init__(self, stream: TextIO) -> None:
        self.on = wants_color(stream)

    def __call__(self, text: str, *styles: str) -> str:
        """The text in these styles."""
        if not self.on or not text:
            return text
        return f"\x1b[{';'.join(STYLES[style] for style in styles)}m{text}\x1b[0m"
