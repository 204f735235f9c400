"""Parsed YAML that knows where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from neops_blocks.source.scalars import ScalarMap

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.source.text import Text

Kind = Literal["scalar", "mapping", "sequence"]


class Node:
    """A value of a YAML document.

    Attributes:
        kind: scalar, mapping or sequence.
        value: str, int, float, bool or None; a dict of text to Node; or a list of Nodes.
        span: the characters of the value, with its tag and anchor.
        keys: for a mapping, where each key stands.
        quoted: for a scalar, whether it is text in quotes or a block scalar.
    """

    __slots__ = ("_map", "_start", "_style", "_text", "height", "keys", "kind", "size", "span", "value")

    def __init__(
        self,
        kind: Kind,
        value: Any,
        span: Span,
        *,
        text: Text,
        keys: dict[str, Span] | None = None,
        start: int = 0,
        style: str = "",
    ) -> None:
        self.kind = kind
        self.value = value
        self.span = span
        self.keys = keys or {}
        self.size = 1
        self.height = 0
        self._text = text
        self._start = start
        self._style = style
        self._map: ScalarMap | None = None

    @property
    def quoted(self) -> bool:
        """Whether the scalar stands in quotes or is a block scalar."""
        return bool(self._style)

    @property
    def raw(self) -> str:
        """The characters of the node as they stand in the file, without tag and anchor."""
        return self._text.text[self._start : self.span.end.offset]

    @property
    def content(self) -> Span:
        """The place of the value with its quotes, without tag and anchor."""
        return self._text.span(self._start, self.span.end.offset)

    @property
    def words(self) -> Span:
        """The place of what is said, without tag and anchor, and of a text without its quotes."""
        if isinstance(self.value, str):
            return self.inner_span(0, len(self.value))
        return self.content

    def key_words(self, name: str) -> Span:
        """The place of a key of a mapping, without its quotes."""
        span = self.keys[name]
        start, end = span.start.offset, span.end.offset
        quoted = self._text.text[start:end][:1] in ("'", '"')
        return self._text.span(start + 1, end - 1) if quoted else span

    def plain(self) -> Any:
        """The value as Python data: dict, list, str, int, float, bool, None."""
        if self.kind == "mapping":
            return {key: node.plain() for key, node in self.value.items()}
        if self.kind == "sequence":
            return [node.plain() for node in self.value]
        return self.value

    def at(self, *path: str | int) -> Node | None:
        """The node at a path of keys and indexes below this one, or None."""
        node = self
        for part in path:
            child = node.child(part)
            if child is None:
                return None
            node = child
        return node

    def child(self, part: str | int) -> Node | None:
        """The node of a key or an index, or None."""
        if self.kind == "mapping" and isinstance(part, str):
            found: Node | None = self.value.get(part)
            return found
        if self.kind == "sequence" and isinstance(part, int) and 0 <= part < len(self.value):
            item: Node = self.value[part]
            return item
        return None

    def inner_span(self, start: int, end: int) -> Span:
        """Where the characters start..end of a text scalar's value stand in the file.

        Quotes, escapes, folding and indentation are accounted for. No text: the whole span.
        """
        if self.kind != "scalar" or not isinstance(self.value, str):
            return self.span
        if self._map is None:
            self._map = ScalarMap(self.raw, self._style, self.value)
        found = self._map.range(start, end)
        if found is None:
            return self.span
        return self._text.span(self._start + found[0], self._start + found[1])
