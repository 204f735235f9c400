"""A file after it was linted: all that a report needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.suppressions import Suppressed


@dataclass(frozen=True)
class Linted:
    """What was found in a file.

    Attributes:
        file: its name, as given.
        text: its characters.
        findings: what is told about.
        failing: those of them that make the linter fail.
        suppressed: what comments ignore.
        fixed: what was found before, and is mended in the text.
        hidden: errors that the selection of rules leaves out; the blocks do not run with them.
    """

    file: str
    text: str
    findings: Sequence[Finding] = ()
    failing: frozenset[Finding] = frozenset()
    suppressed: Sequence[Suppressed] = ()
    hidden: Sequence[Finding] = ()
    fixed: Sequence[Finding] = ()
