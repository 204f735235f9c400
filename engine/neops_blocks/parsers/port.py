"""What every parser is and takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from neops_blocks.diagnostics import ParseFailed

ParseSpec = str | dict[str, Any] | list[str | dict[str, Any]]
SHOWN_LINES = 5
REGEX_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ParseInput:
    """Where the text comes from: the platform's short name and the command."""

    platform: str
    command: str


class Parser(Protocol):
    """Turns text into data."""

    def parse(self, text: Any, about: ParseInput) -> Any:
        """The data.

        Raises:
            ParseFailed: the text does not match.
        """


class ParserSpecError(ValueError):
    """The `parse` key is wrong."""


def no_match(reason: str, text: Any) -> ParseFailed:
    """The failure, with the first lines of the output."""
    lines = [line[:120] for line in str(text).strip().splitlines()[:SHOWN_LINES]]
    shown = "\n  ".join(lines) if lines else "(nothing)"
    return ParseFailed(f"{reason}; the output begins:\n  {shown}", output=str(text))
