"""The parts of a file: blocks with their parameters, steps and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neops_blocks.diagnostics import shortened
from neops_blocks.steps import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.lsp.buffer import Block, Buffer
    from neops_blocks.source import Node

Kind = Literal["block", "section", "parameter", "step", "field"]
_SHOWN = 60
_SECTIONS = ("parameters", "connection", "fan_out", "steps", "result", "tests")


@dataclass(frozen=True)
class Entry:
    """A part: its name, what it is, all of it, what to select, and the parts in it."""

    name: str
    kind: Kind
    detail: str
    span: tuple[int, int]
    selected: tuple[int, int]
    inner: tuple[Entry, ...] = ()


def outline(buffer: Buffer) -> list[Entry]:
    """The parts of every document that is a mapping."""
    return [_block(block) for block in buffer.blocks if block.node.kind == "mapping" and block.node.keys]


def _block(block: Block) -> Entry:
    node = block.node
    name = node.child("name")
    package = node.child("package")
    label = str(name.value) if name is not None and name.value else "block"
    selected = name.span if name is not None and name.value else next(iter(node.keys.values()))
    detail = str(package.value) if package is not None and package.value else ""
    sections = tuple(_section(node, section) for section in _SECTIONS if section in node.keys)
    return _entry(label, "block", detail, node.span, selected, sections)


def _entry(
    name: str, kind: Kind, detail: str, span: Span, selected: Span, inner: tuple[Entry, ...] = ()
) -> Entry:
    """What is selected has to lie inside of the whole."""
    first, last = selected.start.offset, selected.end.offset
    start, end = min(span.start.offset, first), max(span.end.offset, last)
    return Entry(name, kind, detail, (start, end), (first, last), inner)


def _section(block: Node, section: str) -> Entry:
    node, key = block.value[section], block.keys[section]
    inner: tuple[Entry, ...] = ()
    if section == "parameters":
        inner = tuple(_named(node, "parameter"))
    elif section == "steps" and node.kind == "sequence":
        inner = tuple(_step(step) for step in node.value)
    elif section == "result":
        data = node.child("data")
        inner = tuple(_named(data, "field")) if data is not None else ()
    elif section == "tests" and node.kind == "sequence":
        inner = tuple(_step(test) for test in node.value)
    return _entry(section, "section", "", _whole(key, node), key, inner)


def _named(node: Node, kind: Kind) -> Iterator[Entry]:
    for name, key in node.keys.items():
        value = node.value[name]
        of_type = value.child("type")
        detail = str(of_type.value if of_type is not None and of_type.kind == "scalar" else "")
        if value.kind == "scalar" and kind == "parameter":
            detail = str(value.value)
        yield _entry(name, kind, detail, _whole(key, value), key)


def _step(node: Node) -> Entry:
    kind = next((name for name in node.keys if name in KINDS), "")
    value = node.child(kind) if kind else None
    said = str(value.value).strip() if value is not None and value.kind == "scalar" else ""
    detail = shortened(" ".join(f"{kind} {said}".split()), _SHOWN)
    names = [found for key in ("id", "name") if (found := node.child(key)) is not None and found.value]
    if names:
        return _entry(str(names[0].value), "step", detail, node.span, names[0].span)
    selected = node.keys[kind] if kind else node.span
    return _entry(detail or "step", "step", "", node.span, selected)


def _whole(key: Span, value: Node) -> Span:
    """The key with its value, where the value stands behind it; an alias stands elsewhere."""
    from neops_blocks.diagnostics import Span as Whole

    behind = value.span.start.offset >= key.end.offset
    return Whole(key.file, key.start, value.span.end if behind else key.end)
