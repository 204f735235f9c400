"""NB116 odd-white-space: line ends and marks that programs read in different ways."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, SourceRule
from neops_blocks.source.text import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.source import Source

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_NAMES = {"\x85": "next line (NEL)", "\u2028": "line separator", "\u2029": "paragraph separator"}
_MOST = 50
"""Of more of them nobody reads."""


class OddWhiteSpace(SourceRule):
    """Line ends and marks that programs read in different ways; a tab is an error of the reader."""

    code = Code.ODD_WHITE_SPACE
    name = "odd-white-space"
    severity = Severity.WARNING
    summary = "The file has a byte order mark, or a line end that is none to editors."
    why = "Nobody sees them, and YAML tools disagree about them."
    remedy = "Save without a byte order mark and with plain line ends."
    fixable = Fixable.SAFE
    bad = "a file that begins with a byte order mark"
    good = "the file without it"

    def look(self, source: Source) -> Iterator[Finding]:
        """Look at every character. Only NEL has a fix: YAML makes a plain line end of it anyway."""
        if source.text.startswith(BYTE_ORDER_MARK):
            span = source.lines.span(1, 1)
            fix = Fix("remove it", (Edit(source.lines.span(0, 1), ""),))
            message = "the file begins with a byte order mark"
            yield self.finding(message, span, (), help="remove it: save as UTF-8 without it", fix=fix)
        for match in islice(_LINE_ENDS.finditer(source.text), _MOST):
            span = source.lines.span(*match.span())
            nel = match[0] == "\x85"
            yield self.finding(
                f"the character U+{ord(match[0]):04X}, {_NAMES[match[0]]}, ends a line in YAML only",
                span,
                (),
                help="write a plain line end, or an escape in double quotes",
                fix=Fix("write a plain line end", (Edit(span, "\n"),)) if nel else None,
            )
