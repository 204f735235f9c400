"""The comments of a YAML text, what each is about, and where another one can be written.

Comments stand in the gaps between tokens, so that a `#` inside a text is never one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from neops_blocks.source.tokens import Role, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.source.text import Text

_COMMENT = re.compile(r"#[^\r\n\x85\u2028\u2029]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(?=#)")
_SEPARATORS = {Role.DOCUMENT, Role.END, Role.COMMA}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: the characters from its `#` up to the end of its line, and the number of the next token."""

    start: int
    end: int
    before: int


class Comments:
    """The comments of a text; where a character cannot begin anything in YAML, the ones before it."""

    def __init__(self, lines: Text) -> None:
        self._lines = lines
        self._tokens = tokens(lines)
        self._elements: dict[int, tuple[int, int] | None] = {}

    def __iter__(self) -> Iterator[Comment]:
        """Every comment, in order."""
        at = 0
        for index, token in enumerate(self._tokens):
            for match in _COMMENT.finditer(self._lines.text, at, max(at, token.start)):
                yield Comment(match.start(), match.end(), index)
            if token.block:
                yield from self._after_header(token, index)
            at = max(at, token.blank)

    def about(self, comment: Comment) -> tuple[int, int]:
        """The characters that a comment is about.

        Behind something: those of its line, and of the texts that begin or end in it. On a line of its own:
        the key with its value, the item or the document that follows; none at the end.
        """
        line = self._line_of(comment.start)
        if self._lines.text[self._lines.line_start(line) : comment.start].strip():
            return self._line_with_texts(line)
        if comment.before not in self._elements:
            self._elements[comment.before] = self._element(comment.before)
        return self._elements[comment.before] or (comment.end, comment.end)

    def behind(self, offset: int) -> int:
        """Where a comment about the character at an offset can be written: at the end of a line.

        It is the line of the offset; inside a text of several lines the one where the text has its `|` or
        `>`, or its closing quote.
        """
        line = self._line_of(offset)
        while True:
            scalar = self._scalar_over_end_of(line)
            if scalar is None:
                return self._end_of(line)
            line = self._line_of(scalar.start if scalar.block else scalar.end)

    def _after_header(self, token: Token, index: int) -> Iterator[Comment]:
        header = _HEADER.match(self._lines.text, token.start)
        match = _COMMENT.match(self._lines.text, header.end()) if header else None
        if match is not None:
            yield Comment(match.start(), match.end(), index)

    @cached_property
    def _scalars(self) -> list[Token]:
        return [token for token in self._tokens if token.role is Role.SCALAR]

    def _line_with_texts(self, line: int) -> tuple[int, int]:
        start, end = self._lines.line_start(line), self._end_of(line)
        first = bisect_left(self._scalars, start, key=lambda token: token.end)
        last = bisect_right(self._scalars, end, key=lambda token: token.start)
        if first >= last:
            return start, end
        return min(start, self._scalars[first].start), max(end, self._scalars[last - 1].end)

    def _scalar_over_end_of(self, line: int) -> Token | None:
        """The text of several lines that a comment at the end of a line would be part of."""
        end = self._end_of(line)
        index = bisect_left(self._scalars, end, key=lambda token: token.start) - 1
        scalar = self._scalars[index] if index >= 0 else None
        if scalar is None:
            return None
        if not scalar.block:
            return scalar if end < scalar.end else None
        below = self._line_of(scalar.start) < line
        more = self._lines.line_start(line) < scalar.blank or scalar.blank == len(self._lines.text)
        return scalar if below and more else None

    def _element(self, index: int) -> tuple[int, int] | None:
        """The element that begins with the first token from an index on that is more than structure."""
        while index < len(self._tokens) and _only_structure(self._tokens[index]):
            index += 1
        if index == len(self._tokens) or self._tokens[index].role in (Role.CLOSE, Role.END):
            return None
        first = self._tokens[index]
        end, depth = first.end, 1 if first.role is Role.OPEN else 0
        for token in self._tokens[index + 1 :]:
            if token.role is Role.CLOSE:
                depth -= 1
            if depth < 0 or (depth == 0 and _begins_another(token, first)):
                break
            if token.role is Role.OPEN:
                depth += 1
            end = max(end, token.end) if token.end > token.start else end
        return first.start, end

    def _line_of(self, offset: int) -> int:
        return self._lines.position(offset).line

    def _end_of(self, line: int) -> int:
        return self._lines.line_start(line) + len(self._lines.line(line))


def _only_structure(token: Token) -> bool:
    """Whether a token has no characters: the beginning or the end of a collection without brackets."""
    return token.role in (Role.OPEN, Role.CLOSE) and token.start == token.end


def _begins_another(token: Token, first: Token) -> bool:
    if first.role is Role.DOCUMENT:
        return token.role in (Role.DOCUMENT, Role.END)
    if first.role is Role.KEY:
        return token.role in (Role.KEY, *_SEPARATORS)
    return token.role in (Role.KEY, Role.ITEM, *_SEPARATORS)
