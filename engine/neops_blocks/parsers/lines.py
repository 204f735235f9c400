"""`lines`: the lines of the output that are not blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.port import read_text

if TYPE_CHECKING:
    from neops_blocks.parsers.port import ParseInput


class Lines:
    """Indentation stays, white space at the end goes; no output at all is an empty list."""

    def parse(self, text: Any, about: ParseInput) -> list[str]:
        """The lines."""
        output = read_text(text, "lines", about).replace("\r\n", "\n").replace("\r", "\n")
        return [line.rstrip() for line in output.split("\n") if line.strip()]
