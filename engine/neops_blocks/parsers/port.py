"""What every parser is, takes and raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from neops_blocks.diagnostics import ParseFailed

SHOWN_LINES = 5
SHOWN_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class ParseInput:
    """Where the text comes from.

    Attributes:
        platform: the neops short name of the device's platform, "" where there is none.
        command: the command that the device answered.
    """

    platform: str
    command: str


class Parser(Protocol):
    """Turns the output of a command into data; shared by all threads."""

    def parse(self, text: Any, about: ParseInput) -> Any:
        """The data in the text, or in what the parser before found.

        Raises:
            ParseFailed: the text does not match.
            UnsupportedPlatform: there is no template for the platform or the command.
        """


class ParserSpecError(ValueError):
    """The `parse` key is wrong.

    Attributes:
        message: one sentence saying what is wrong, and what would be right where that is known.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def failed(reason: str, about: ParseInput, *, hint: str | None = None) -> ParseFailed:
    """The failure of a parser, with the command."""
    return ParseFailed(reason, hint=hint, command=about.command or None)


def no_match(reason: str, text: str, about: ParseInput, *, hint: str | None = None) -> ParseFailed:
    """The failure of a parser that does not match, with the first lines of the output."""
    lines = [line.rstrip()[:SHOWN_CHARACTERS] for line in text.strip("\r\n").split("\n")[:SHOWN_LINES]]
    shown = "\n  ".join(lines) if text.strip() else "(nothing)"
    return ParseFailed(
        f"{reason}; the output begins:\n  {shown}", hint=hint, command=about.command or None, output=text
    )


def read_text(value: Any, parser: str, about: ParseInput) -> str:
    """The value, which has to be a text.

    Raises:
        ParseFailed: the parser before gave something else.
    """
    if isinstance(value, str):
        return value
    kinds = {list: "a list", dict: "a mapping", bool: "true or false", type(None): "nothing"}
    gave = kinds.get(type(value), "a number")
    raise failed(f"{parser} reads text, and the parser before it gave {gave}", about)
