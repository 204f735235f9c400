"""Text of a terminal: noise removed, prompts and echoes found. No input or output here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NOISE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][0-9A-Za-z]|\x1b[=>@-Z\\^_]|[\x00\x07]"
)
ERASED = re.compile(r"[^\n\b]\x08 \x08")
PROMPT = re.compile(r"(?:^|\n)(?P<prompt>[^\s#>][^\n#>]{0,120}[#>])[ \t]*\Z")
PASSWORD = re.compile(r"(?i)(?:^|\n)[^\n]*pass(?:word|code|phrase)[^\n]*:[ \t]*\Z")
SPACE = re.compile(r"\s+")
ECHO_TAIL = 200


def clean(raw: str) -> str:
    """The text without escape sequences, bells, erased characters and carriage returns."""
    if "\x1b" in raw or "\x00" in raw or "\x07" in raw:
        raw = NOISE.sub("", raw)
    if "\b" in raw:
        count = 1
        while count:
            raw, count = ERASED.subn("", raw)
        raw = raw.replace("\b", "")
    return raw.replace("\r", "")


def prompt_at_end(text: str) -> str | None:
    """The last line, if it looks like a prompt."""
    found = PROMPT.search(text)
    return found["prompt"] if found else None


@lru_cache(maxsize=1024)
def same_prompt(prompt: str) -> re.Pattern[str]:
    """Matches the prompt at the end of a text: in any mode, privileged or not."""
    return re.compile(rf"(?:^|\n){re.escape(prompt[:-1])}(?:\([^)\n]{{0,60}}\))?[#>][ \t]*\Z")


def prompt_after(text: str, commands: Sequence[str]) -> tuple[str, bool] | None:
    """The prompt once all commands were answered, and whether the device echoes; None before that.

    The prompt is the last line; it has to begin one line per command and one before them.
    """
    prompt = prompt_at_end(text)
    if prompt is None:
        return None
    lines = [line for line in text.split("\n") if line.startswith(prompt)]
    if len(lines) < len(commands) + 1:
        return None
    return prompt, squeeze(lines[-2]) == squeeze(prompt + commands[-1])


def end_of_echo(text: str, command: str) -> int | None:
    """Where the line after the echo of the command begins, or None where there is no echo yet."""
    wanted = squeeze(command)[-ECHO_TAIL:]
    start = 0
    while (end := text.find("\n", start)) >= 0:
        if squeeze(text[start:end]).endswith(wanted):
            return end + 1
        start = end + 1
    return None


def squeeze(text: str) -> str:
    """The text without white space: a terminal may wrap lines, and devices collapse spaces."""
    return SPACE.sub("", text)
