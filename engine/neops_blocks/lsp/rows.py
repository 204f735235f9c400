"""What a row of parsed output has: the fields of TextFSM templates, the groups of a regular expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from neops_blocks.lsp.files import file_beside
from neops_blocks.parsers.textfsm_fields import fields_of_command, fields_of_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from neops_blocks.model import StepModel

_SHOWN = 4


def fields_of_row(step: StepModel, directory: Path) -> Iterator[tuple[str, str]]:
    """The fields of each row, and what has them, of the first parser of a step that makes rows."""
    written = getattr(step, "parse", None)
    for parser in written if isinstance(written, list) else [written]:
        found = list(_fields(parser, step, directory))
        if found:
            yield from found
            return


def _fields(parser: Any, step: StepModel, directory: Path) -> Iterator[tuple[str, str]]:
    command = getattr(step, "command", None)
    if parser == "textfsm" and isinstance(command, str):
        by_platform = fields_of_command(command)
        for field in sorted(by_platform, key=lambda field: -len(by_platform[field])):
            yield field, _shortened(by_platform[field])
    elif isinstance(parser, dict) and isinstance(parser.get("textfsm"), str):
        file = file_beside(directory, parser["textfsm"])
        if file is not None:
            text = file.read_text(encoding="utf-8", errors="replace")
            yield from ((field, file.name) for field in fields_of_template(text))
    elif isinstance(parser, dict) and parser.get("many") is True:
        yield from ((group, "regex") for group in groups_of(parser.get("regex")))


def groups_of(pattern: Any) -> list[str]:
    """The names of the groups of a regular expression, finished or not."""
    return re.findall(r"\(\?P<(\w+)>", pattern) if isinstance(pattern, str) else []


def _shortened(platforms: Sequence[str]) -> str:
    shown = ", ".join(platforms[:_SHOWN])
    return f"{shown}, …" if len(platforms) > _SHOWN else shown
