"""Report formats, a file each."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from neops_blocks.diagnostics import Finding
from neops_blocks.lint.formatters import concise, full, json


class Format(Protocol):
    """Turns findings into a report; texts holds the text of each file by its name."""

    def __call__(self, findings: Sequence[Finding], texts: Mapping[str, str], color: bool = False) -> str:
        """The report, ready to print, with a line break at its end."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {"full": full.format, "concise": concise.format, "json": json.format}
)

__all__ = ["FORMATS", "Format"]
