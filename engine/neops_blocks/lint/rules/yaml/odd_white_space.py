"""NB116 odd-white-space: line ends, marks and tabs that programs read in different ways."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.edits import line_end
from neops_blocks.lint.rule import Fixable, SourceRule
from neops_blocks.source.text import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.source import Source

_STRUCTURE = " \t\r\n{}[],:?-"
_NO_WIDTH = frozenset("\u200b\u2060")
_CHARACTERS = re.compile("[\x85\u2028\u2029]|[\u200b\u2060]+|(?<![ \t])[ \t]*\t[ \t]*")
_NAMES = {"\x85": "next line (NEL)", "\u2028": "line separator", "\u2029": "paragraph separator"}
_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")
_LINE_ENDS = frozenset({"", "\r", "\n", *_NAMES})
_TAB_WIDTH = 2
_MOST = 50
"""Of more of them nobody reads."""


class OddWhiteSpace(SourceRule):
    """Line ends, marks and tabs that programs read in different ways."""

    code = Code.ODD_WHITE_SPACE
    name = "odd-white-space"
    severity = Severity.WARNING
    summary = (
        "The file has a byte order mark, a line end that is none to editors, or tabs between parts of a line."
    )
    why = "Nobody sees them, and YAML tools disagree about them."
    remedy = "Save without a byte order mark and with plain line ends, and write spaces."
    fixable = Fixable.SAFE
    bad = "a file that begins with a byte order mark"
    good = "the file without it"

    def look(self, source: Source) -> Iterator[Finding]:
        """Look at every character; of a text only at the line ends in it."""
        if source.text.startswith(BYTE_ORDER_MARK):
            span = source.lines.span(1, 1)
            fix = Fix("remove it", (Edit(source.lines.span(0, 1), ""),))
            message = "the file begins with a byte order mark"
            yield self.finding(message, span, (), help="remove it: save as UTF-8 without it", fix=fix)
        if _CHARACTERS.search(source.text):
            yield from islice(self._odd(source), _MOST)

    def _odd(self, source: Source) -> Iterator[Finding]:
        between = _Between(source)
        for match in _CHARACTERS.finditer(source.text):
            if match[0][0] in _NO_WIDTH:
                yield self._no_width(match, source)
            elif "\t" not in match[0]:
                yield self._line_end(match, source, between)
            elif match.start() in between:
                span = source.lines.span(*match.span())
                fix = Fix("write spaces", (Edit(span, _spaces(match)),))
                message = "a tab stands between parts of a line, where some YAML tools take spaces only"
                yield self.finding(message, span, (), help="write a space", fix=fix)

    def _no_width(self, match: re.Match[str], source: Source) -> Finding:
        """Nobody means to write such a space, but programs and devices see it; alone it may be a value."""
        span = source.lines.span(*match.span())
        before = source.text[max(0, match.start() - 1) : match.start()].strip(_STRUCTURE)
        behind = source.text[match.end() : match.end() + 1].strip()
        fix = Fix("remove it", (Edit(span, ""),), safe=False) if before or behind else None
        message = (
            f"the character U+{ord(match[0][0]):04X} is a space without width: part of the text, and unseen"
        )
        return self.finding(message, span, (), help="remove it, or write an escape in double quotes", fix=fix)

    def _line_end(self, match: re.Match[str], source: Source, between: _Between) -> Finding:
        """YAML makes a plain line end of NEL everywhere, and of the others only outside of texts."""
        span = source.lines.span(*match.span())
        plain = match[0] == "\x85" or match.start() in between
        fix = Fix("write a plain line end", (Edit(span, line_end(source.text)),)) if plain else None
        return self.finding(
            f"the character U+{ord(match[0]):04X}, {_NAMES[match[0]]}, ends a line in YAML only",
            span,
            (),
            help="write a plain line end, or an escape in double quotes",
            fix=fix,
        )


class _Between:
    """Where neither a text nor a comment is, as far as the file is YAML."""

    def __init__(self, source: Source) -> None:
        from neops_blocks.source.tokens import Role, tokens

        self._text = source.text
        self._tokens = [
            token for token in tokens(source.lines) if token.blank > token.start or token.role is Role.END
        ]
        self._ends = [token.blank for token in self._tokens]

    @cached_property
    def _comments(self) -> list[tuple[int, int]]:
        """Where comments begin and end, in order."""
        gaps = zip([0, *self._ends], self._tokens, strict=False)
        return [
            comment.span()
            for start, token in gaps
            for comment in _COMMENT.finditer(self._text, start, max(start, token.start))
        ]

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._ends, offset)
        if index == len(self._tokens) or self._tokens[index].start <= offset:
            return False
        before = bisect_right(self._comments, (offset, len(self._text))) - 1
        return before < 0 or self._comments[before][1] <= offset


def _spaces(match: re.Match[str]) -> str:
    """What stands in the place of tabs: nothing at the end of a line, and all in its column before."""
    text = match.string
    if text[match.end() : match.end() + 1] in _LINE_ENDS:
        return ""
    begins = text[: match.start()][-1:] in _LINE_ENDS
    return match[0].expandtabs(_TAB_WIDTH) if begins else match[0].replace("\t", " ")
