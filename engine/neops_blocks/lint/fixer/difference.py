"""What fixes would change, as a unified diff."""

from __future__ import annotations

import difflib
import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\\ No newline at end of file\n"


def difference(file: str, before: str, after: str) -> str:
    """The lines that differ, as `patch` and `git apply` read them; nothing where none does."""
    lines = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), file, file)
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in lines)
