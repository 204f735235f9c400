"""Output that says that the command is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import CommandRejected

if TYPE_CHECKING:
    from collections.abc import Sequence


def accepted(device: str, command: str, output: str, patterns: Sequence[str]) -> str:
    """The output. Raises CommandRejected where a pattern is found in it."""
    for pattern in patterns:
        if found := re.search(pattern, output, re.MULTILINE):
            line = _line_at(output, found)
            raise CommandRejected(f"{device} rejected {command!r}: {line}", command=command, output=output)
    return output


def _line_at(output: str, found: re.Match[str]) -> str:
    """The line that was found; where it is a mere marker (^), the last line that says something."""
    line = output[found.start() : found.end()] + output[found.end() :].split("\n", 1)[0]
    if line.strip(" \n^"):
        return line.strip()
    words = [other.strip() for other in output.split("\n") if other.strip(" ^")]
    return words[-1] if words else "^"
