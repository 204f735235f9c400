"""Report formats, a file each; one is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from neops_blocks.lint.linted import Linted


class Format(Protocol):
    """Turns what was found into a report."""

    def __call__(self, files: Sequence[Linted], *, root: Path, color: bool = False) -> str:
        """The report, with a line break at its end; machines read places that count from root."""


FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "full": f"{__name__}.full",
        "concise": f"{__name__}.concise",
        "json": f"{__name__}.json",
        "github": f"{__name__}.github",
        "sarif": f"{__name__}.sarif",
        "gitlab": f"{__name__}.gitlab",
        "junit": f"{__name__}.junit",
    }
)
"""The module of each format."""


def formatter(name: str) -> Format:
    """The format of that name."""
    found: Format = import_module(FORMATS[name]).format
    return found


__all__ = ["FORMATS", "Format", "formatter"]
