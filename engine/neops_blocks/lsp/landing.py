"""Where in a document something would belong that is typed at a line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.lsp.buffer import Trail
    from neops_blocks.source import Node

Kind = Literal["mapping", "empty", "list", "value", "flow", "text"]


@dataclass(frozen=True)
class Target:
    """A place between characters: its offset, its line from 1, its column from 0."""

    offset: int
    line: int
    column: int


@dataclass(frozen=True)
class Landing:
    """A part of a document.

    Attributes:
        kind: "mapping": among its keys; "empty": below a key or dash that has nothing yet; "list": among
            its items, before a dash; "value": behind a key or dash in the same line; "flow": in brackets;
            "text": in the lines of a text.
        path: the mapping, the empty place, the list, the value, or the brackets.
        node: what is there.
    """

    kind: Kind
    path: Trail
    node: Node


def landing(node: Node, target: Target, path: Trail = ()) -> Landing:
    """Where a target lies in a document that does not have what is typed there."""
    if node.kind == "scalar":
        kind: Kind = "empty" if _is_empty(node) else "text"
        return Landing(kind, path, node)
    if _is_flow(node) and path:
        return Landing("flow", path, node)
    if node.kind == "sequence":
        return _in_list(node, target, path)
    keys = _own_keys(node)
    before = [name for name, key in keys.items() if _stands_before(key, target)]
    if not before or target.column <= _column(next(iter(keys.values()))):
        return Landing("mapping", path, node)
    name = before[-1]
    inner = (*path, name)
    value: Node = node.value[name]
    if value.kind == "scalar" and keys[name].start.line == target.line:
        return Landing("value", inner, value)
    return landing(value, target, inner)


def _in_list(node: Node, target: Target, path: Trail) -> Landing:
    items: list[Node] = node.value
    before = [number for number, item in enumerate(items) if item.span.start.offset <= target.offset]
    if not before or target.column <= _column(node.span):
        return Landing("list", path, node)
    number = before[-1]
    item = items[number]
    if item.kind == "scalar" and not _is_empty(item) and item.span.start.line == target.line:
        return Landing("value", (*path, number), item)
    return landing(item, target, (*path, number))


def _own_keys(node: Node) -> dict[str, Span]:
    """The keys that are written in the mapping, and not merged into it."""
    start, end = node.span.start.offset, node.span.end.offset
    return {name: key for name, key in node.keys.items() if start <= key.start.offset <= end}


def _stands_before(key: Span, target: Target) -> bool:
    return key.start.line < target.line or (key.start.line == target.line and _column(key) < target.column)


def _column(span: Span) -> int:
    return span.start.column - 1


def _is_empty(node: Node) -> bool:
    return node.value is None and not node.quoted and not node.raw


def _is_flow(node: Node) -> bool:
    return node.raw[:1] in ("{", "[")
