"""JSON as an outline: what is long is folded, what is endless is cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from neops_dev_engine.jsontext import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

NodeKind = Literal["object", "array", "list", "text", "long", "number", "literal", "cut"]
_MOST_NODES = 2_000
_DEEPEST = 24
_LONG = 160
_LONGEST = 100_000
_OPEN = 12
_TOP = 40
_SEPARATORS = frozenset(',\n\r"[]')


@dataclass(frozen=True, kw_only=True)
class Node:
    """A value.

    Attributes:
        key: its name in the object that it belongs to.
        text: what it is, for one that has no children.
        lines: of a long text.
        open: whether its children are seen at once.
    """

    kind: NodeKind
    text: str = ""
    key: str | None = None
    lines: int = 0
    open: bool = True
    children: tuple[Node, ...] = ()


def outline(value: Any) -> Node:
    """The outline of a JSON value."""
    return _Outliner().node(value, None, 0)


class _Outliner:
    def __init__(self) -> None:
        self._left = _MOST_NODES

    def node(self, value: Any, key: str | None, depth: int) -> Node:
        self._left -= 1
        if isinstance(value, list) and _fits_in_line(value):
            return Node(
                kind="list",
                key=key,
                text=", ".join(item if isinstance(item, str) else dumps(item) for item in value),
            )
        if isinstance(value, dict | list) and value:
            if depth == _DEEPEST:
                return _text(dumps(value), key)
            children = tuple(self._children(value, depth + 1))
            kind: NodeKind = "object" if isinstance(value, dict) else "array"
            return Node(
                kind=kind,
                key=key,
                text=str(len(value)),
                children=children,
                open=len(value) <= (_TOP if depth == 0 else _OPEN) and depth < _OPEN,
            )
        if isinstance(value, str):
            return _text(value, key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return Node(kind="number" if number else "literal", key=key, text=dumps(value))

    def _children(self, value: dict[str, Any] | list[Any], depth: int) -> Iterator[Node]:
        items: Iterator[tuple[str | None, Any]] = iter(
            value.items() if isinstance(value, dict) else ((None, item) for item in value)
        )
        for place, (key, item) in enumerate(items):
            if self._left <= 0:
                yield Node(kind="cut", text=str(len(value) - place))
                return
            yield self.node(item, key, depth)


def _fits_in_line(items: list[Any]) -> bool:
    """Whether a list is so plain that its items may follow each other, with commas between them."""
    if not items or len(items) > _OPEN or any(isinstance(item, dict | list) for item in items):
        return False
    texts = [item for item in items if isinstance(item, str)]
    return not any(_SEPARATORS & set(text) or not text for text in texts) and sum(map(len, texts)) <= _LONG


def _text(value: str, key: str | None) -> Node:
    lines = value.count("\n") + 1
    if len(value) <= _LONG and lines == 1:
        return Node(kind="text", key=key, text=value)
    cut = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}\n… cut: {len(value)} characters in all"
    return Node(kind="long", key=key, text=cut, lines=lines, open=len(value) <= 2 * _LONG and lines <= 3)
