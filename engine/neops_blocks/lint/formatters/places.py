"""Places as machines want them."""

from __future__ import annotations

import os
from pathlib import Path


def relative(file: str, root: Path) -> str:
    """A file's path from a directory, with slashes; the whole path where it is not below."""
    path = Path(os.path.abspath(file))  # noqa: PTH100 - links stay links
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
