"""{textfsm: file}: a template beside the block."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.port import ParseInput, ParserSpecError, no_match

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=256)
def template_of(source: str, name: str) -> Any:
    """The compiled template.

    Raises:
        ParserSpecError: it is not valid.
    """
    import textfsm

    try:
        return textfsm.TextFSM(io.StringIO(source))
    except textfsm.Error as error:
        raise ParserSpecError(f"{name}: {error}") from error


def parse_with(template: Any, text: str) -> list[dict[str, Any]]:
    """Rows with lower-case keys."""
    import textfsm

    own = copy.deepcopy(template)
    try:
        rows = own.ParseText(text)
    except textfsm.Error as error:
        raise no_match(f"the template stopped: {error}", text) from error
    return [dict(zip((name.lower() for name in own.header), row, strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class TextFsmFile:
    """Parses with one template."""

    name: str
    template: Any

    def parse(self, text: Any, about: ParseInput) -> list[dict[str, Any]]:
        """Rows with lower-case keys."""
        rows = parse_with(self.template, str(text))
        if not rows:
            raise no_match(f"the template {self.name} found nothing", text)
        return rows


def textfsm_file(file: str, directory: Path) -> TextFsmFile:
    """The parser of a template file, which may not leave the directory.

    Raises:
        ParserSpecError: there is no such file, or it is not valid.
    """
    path = (directory / file).resolve()
    if not path.is_relative_to(directory.resolve()):
        raise ParserSpecError(f"{file} is outside of the directory of the block")
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ParserSpecError(f"there is no readable template {file} beside the block") from error
    return TextFsmFile(file, template_of(source, file))
