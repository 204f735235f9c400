"""What makes a finding the same one after other lines of its file have moved."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.places import relative
from neops_blocks.source import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.linted import Linted

_MARKED = 200
_LONGEST = 2000
_LINE = re.compile(r"[^\r\n]*")


def fingerprints(file: Linted, findings: Sequence[Finding], root: Path) -> list[str]:
    """A fingerprint for each finding in a file, all different.

    It is made of the file's path, the code, the line without its indentation and the marked characters; alike
    ones are counted. Neither numbers of lines nor messages are part of it.
    """
    lines, path = Text(file.file, file.text), relative(file.file, root)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for finding in findings:
        start, end = finding.span.start, finding.span.end
        marked = file.text[start.offset : min(end.offset, start.offset + _MARKED)]
        parts = (path, finding.code, _line(lines, start.line), marked)
        seen[parts] += 1
        text = "\0".join([*parts, str(seen[parts])])
        found.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return found


def _line(lines: Text, number: int) -> str:
    """A line without its indentation; of a long one, the beginning."""
    start = lines.line_start(number)
    begin = _LINE.match(lines.text, start, start + _LONGEST)
    return begin.group().strip() if begin else ""
