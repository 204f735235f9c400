"""The settings that a project shares: `neops-blocks.toml`, or `[tool.neops-blocks]` of `pyproject.toml`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OWN_FILE, PYPROJECT = "neops-blocks.toml", "pyproject.toml"
_TABLE = ("tool", "neops-blocks")


@dataclass(frozen=True)
class ProjectFile:
    """A file with our settings.

    Attributes:
        path: the file.
        prefix: what stands before the names of our tables: nothing, or `tool.neops-blocks.`.
        content: our tables.
        problem: why the file cannot be read, if it cannot.
    """

    path: Path
    prefix: str
    content: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None


def find_project_file(directory: Path) -> ProjectFile | None:
    """The nearest file with our settings, in a directory or above it."""
    for place in (directory, *directory.parents):
        for name in (OWN_FILE, PYPROJECT):
            file = place / name
            there = os.path.isfile(file)  # noqa: PTH113 - false where we may not look, not an error
            found = read_project_file(file) if there else None
            if found is not None:
                return found
    return None


def read_project_file(file: Path) -> ProjectFile | None:
    """The settings in a file; None for a `pyproject.toml` without any.

    One that is broken is the concern of others as long as it does not mention us.
    """
    shared = file.name == PYPROJECT
    prefix = f"{'.'.join(_TABLE)}." if shared else ""
    text = ""
    try:
        text = file.read_text(encoding="utf-8")
        if shared and _TABLE[-1] not in text:
            return None
        content = _parsed(text)
    except (OSError, ValueError) as error:
        if shared and f"[{'.'.join(_TABLE)}" not in text:
            return None
        reason = getattr(error, "strerror", None) or str(error)
        return ProjectFile(file, prefix, problem=f"{file} cannot be read: {reason}")
    for key in _TABLE if shared else ():
        content = content.get(key)
        if not isinstance(content, dict):
            return None
    return ProjectFile(file, prefix, content)


def _parsed(text: str) -> Any:
    import tomllib  # most directories have no such file

    return tomllib.loads(text)
