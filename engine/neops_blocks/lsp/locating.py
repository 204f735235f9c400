"""Finds out what is being typed at an offset, in a text that is not finished.

The word at the cursor is taken out of the text first, so that half a word does not spoil what is around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.cursor import Cursor, in_expression
from neops_blocks.lsp.expression import inside_braces
from neops_blocks.lsp.flow import flow_cursor, missing_closers
from neops_blocks.lsp.landing import Target, landing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.lsp.buffer import Block, Trail
    from neops_blocks.lsp.landing import Landing
    from neops_blocks.source import Node

_KEY = r""""[^"]*"|'[^']*'|(?!-[ \t])[^\s"'#&*!|>%@`{}\[\],][^:#]*?"""
_LINE = re.compile(rf"(?P<lead>[ \t]*(?:-[ \t]+)*)(?:(?P<key>{_KEY}):[ \t]+)?")
_WORD_BEFORE = re.compile(r"[\w.-]*\Z")
_WORD_AFTER = re.compile(r"[\w.-]*")
_COMMENT = re.compile(r"(?:^|\s)#")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")


def cursor_at(buffer: Buffer, offset: int) -> Cursor | None:
    """The cursor at an offset; None where nothing can be said, as in a comment."""
    block = buffer.block_at(offset)
    long_text = _long_text_at(block, buffer, offset)
    if long_text is None:
        return _Line(buffer, offset).cursor()
    path, node = long_text
    return in_expression(block, path, buffer.text[node.span.start.offset : offset], offset)


def _long_text_at(block: Block, buffer: Buffer, offset: int) -> tuple[Trail, Node] | None:
    """The text in quotes or in a block that began in a line before; such a text is there as a whole."""
    line = buffer.lines.position(offset).line
    for path, node in _texts(block.node, ()):
        start = node.span.start
        if start.line < line and start.offset < offset <= _end_of_text(node, buffer):
            return path, node
    return None


def _texts(node: Node, path: Trail) -> Iterator[tuple[Trail, Node]]:
    if node.kind == "mapping":
        for name, value in node.value.items():
            yield from _texts(value, (*path, name))
    elif node.kind == "sequence":
        for number, item in enumerate(node.value):
            yield from _texts(item, (*path, number))
    elif node.quoted:
        yield path, node


def _end_of_text(node: Node, buffer: Buffer) -> int:
    """Where the cursor leaves a text: at its closing quote, or at the end of its last line."""
    if node.raw[:1] not in ("|", ">"):
        return node.span.end.offset - 1
    line = node.span.end.line
    return buffer.lines.line_start(line) + len(buffer.lines.line(line))


class _Line:
    """The line of the cursor: its indentation and dashes, its key, and the rest of it."""

    def __init__(self, buffer: Buffer, offset: int) -> None:
        self._buffer = buffer
        self._text = buffer.text
        self._offset = offset
        self._number = buffer.lines.position(offset).line
        self._start = buffer.lines.line_start(self._number)
        line = buffer.lines.line(self._number)
        self._end = self._start + len(line)
        found = _LINE.match(line[: offset - self._start])
        assert found is not None
        self._has_key = found["key"] is not None
        self._rest = self._start + found.end()
        self._lead = len(found["lead"]) - len(found["lead"].lstrip(" \t"))
        after = _WORD_AFTER.match(self._text, offset)
        self._word_end = min(after.end(), self._end) if after is not None else offset

    def cursor(self) -> Cursor | None:
        """What is typed in this line."""
        if _COMMENT.search(_QUOTED.sub("", self._text[self._start : self._offset])):
            return None
        for text in self._without_word():
            neutral = Buffer(self._buffer.file, text)
            line = slice(self._start, self._end)
            if text[line].strip() and not neutral.source.text[line].strip():
                continue  # the line is no YAML like this
            return self._in(neutral.block_at(self._offset))
        return None

    @property
    def _colon(self) -> bool:
        return self._text[self._word_end : self._word_end + 1] == ":"

    def _without_word(self) -> Iterator[str]:
        """The text without the word at the cursor; with what is open closed; without all behind the key."""
        text = self._text
        if self._colon and not self._has_key:
            yield text
        word = _WORD_BEFORE.search(text[self._rest : self._offset])
        start = self._rest + word.start() if word is not None else self._offset
        blank = text[:start] + " " * (self._word_end - start) + text[self._word_end :]
        yield blank
        closers = missing_closers(blank, self._rest, self._end)
        if closers:
            yield blank[: self._end] + closers + blank[self._end :]
        yield text[: self._rest] + " " * (self._end - self._rest) + text[self._end :]

    def _in(self, block: Block) -> Cursor | None:
        found = landing(block.node, Target(self._rest, self._number, self._rest - self._start))
        if found.kind == "flow":
            return self._in_flow(block, found)
        if found.kind == "text":
            return None
        if found.kind == "value":
            return self._value(block, found.path, self._rest)
        before = self._text[self._rest : self._offset]
        if before.endswith(":"):
            return None  # a value begins behind the next space
        dashed = self._text[self._start : self._rest].strip() != ""
        return Cursor(
            block,
            found.path,
            "item" if found.kind == "list" and not dashed else "key",
            before,
            self._rest,
            self._word_end,
            indent=self._rest - self._start - self._lead,
            fresh=found.kind == "empty",
            colon=self._colon,
        )

    def _in_flow(self, block: Block, found: Landing) -> Cursor | None:
        start = found.node.span.end.offset - len(found.node.raw)
        inside = inside_braces(self._text[start : self._offset])
        at = self._offset if inside is None else self._text.rindex("{", start, self._offset - len(inside)) - 1
        inner = flow_cursor(self._text, start, at)
        if inner is None:
            return None
        path = (*found.path, *inner.path)
        if not inner.is_key or inside is not None:
            return self._value(block, path, inner.start, flow=True)
        before = self._text[inner.start : self._offset]
        if before.endswith(":"):
            return None
        return Cursor(block, path, "key", before, inner.start, self._word_end, flow=True, colon=self._colon)

    def _value(self, block: Block, path: Trail, start: int, *, flow: bool = False) -> Cursor | None:
        before = self._text[start : self._offset]
        expression = in_expression(block, path, before, self._offset)
        if expression is not None:
            return expression
        quote = 1 if before[:1] in ("'", '"') else 0
        return Cursor(block, path, "value", before[quote:], start + quote, self._word_end, flow=flow)
