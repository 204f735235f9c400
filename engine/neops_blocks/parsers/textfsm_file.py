"""`{textfsm: file}`: a template beside the block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.files import read_beside
from neops_blocks.parsers.port import read_text
from neops_blocks.parsers.textfsm_template import compile_template

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.parsers.port import ParseInput
    from neops_blocks.parsers.textfsm_template import Template


@dataclass(frozen=True, slots=True)
class TextFsmFile:
    """Parses with one template."""

    template: Template

    def parse(self, text: Any, about: ParseInput) -> list[dict[str, Any]]:
        """Rows with lower-case keys."""
        return self.template.rows(read_text(text, "textfsm", about), about)


def textfsm_file(file: str, directory: Path) -> TextFsmFile:
    """The parser of a template file, which may not leave the directory.

    Raises:
        ParserSpecError: there is no such file, or it is not valid.
    """
    return TextFsmFile(compile_template(read_beside(directory, file), file))
