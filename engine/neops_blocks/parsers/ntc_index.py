"""ntc-templates' index: which template reads which command of which platform."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_LOCK = threading.Lock()
_COMPLETION = re.compile(r"\[\[(.+?)\]\]")
_PLAIN = re.compile(r"[a-z-]+")
_COLUMNS = 4


class _Row(NamedTuple):
    templates: tuple[str, ...]
    platform: str
    command: str


def templates_directory() -> Path:
    """Where the installed ntc-templates has its templates."""
    from importlib.util import find_spec  # importing the package would read metadata of others

    found = find_spec("ntc_templates")
    return Path(str(found and found.origin)).parent / "templates"


def find_templates(platform: str, command: str) -> tuple[str, ...]:
    """The file names for a command, the first row of the index that matches; empty where none does.

    Args:
        platform: the platform as ntc-templates calls it.
        command: the command, abbreviated where the index knows the abbreviation.
    """
    command = command.strip()
    with _LOCK:
        rows = _rows_of(platform)
    return next((templates for pattern, templates in rows if pattern.match(command)), ())


def any_template_reads(command: str) -> bool:
    """Whether there is a template for a command on any platform."""
    words = command.split()
    return any(
        re.match(_COMPLETION.sub(_completed, row.command), command.strip())
        for row in _index()
        if _may_read(row.command, words)
    )


def _may_read(pattern: str, words: list[str]) -> bool:
    """Whether the first letters of every word fit, as far as the pattern says them plainly."""
    for part, word in zip(pattern.split(), words, strict=False):
        plain = _PLAIN.match(part)
        if plain is None or plain.end() == len(part) or part.startswith("[[", plain.end()):
            if plain is not None and not word.startswith(plain[0]):
                return False
        else:
            return True
    return True


@lru_cache(maxsize=1)
def _index() -> tuple[_Row, ...]:
    rows = []
    for line in (templates_directory() / "index").read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.split(",")]
        if not line.startswith("#") and len(fields) == _COLUMNS and fields[0] != "Template":
            rows.append(_Row(tuple(fields[0].split(":")), fields[2], fields[3]))
    return tuple(rows)


@lru_cache(maxsize=64)
def _rows_of(platform: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple(
        (re.compile(_COMPLETION.sub(_completed, row.command)), row.templates)
        for row in _index()
        if re.match(row.platform, platform)
    )


def _completed(match: re.Match[str]) -> str:
    word = match[1]
    return "(" + "(".join(word) + ")?" * len(word)
