"""Where another parameter of a block is declared."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Edit, Fix
from neops_blocks.lint.edits import line_end

if TYPE_CHECKING:
    from neops_blocks.model import Document
    from neops_blocks.source import Node

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def declaration(name: str, document: Document) -> Fix | None:
    """Declare a parameter as a text, behind the others; None where it is not plain where to write that."""
    if not _NAME.fullmatch(name) or document.node.raw.startswith("{"):
        return None
    node = document.node.at("parameters")
    if node is None:
        edit = _section(name, document)
    else:
        edit = _entry(name, node, document) if node.kind == "mapping" else None
    return Fix(f"declare {name} as a text", (edit,), safe=False) if edit else None


def _entry(name: str, node: Node, document: Document) -> Edit | None:
    """Behind the last parameter; what a merge key brings stands elsewhere."""
    lines = document.source.lines
    last = _last_inside(node)
    if last is None:
        at = node.words.start.offset + 1
        return Edit(lines.span(at, at), f"{name}: string") if node.raw.startswith("{") else None
    end = node.value[last].span.end.offset
    if end < node.keys[last].end.offset:
        return None
    if node.raw.startswith("{"):
        return Edit(lines.span(end, end), f", {name}: string")
    return _line(f"{' ' * (node.keys[last].start.column - 1)}{name}: string", end, document)


@functools.lru_cache(maxsize=2)
def _last_inside(node: Node) -> str | None:
    """The last key that is written in a mapping; found once for all parameters that are missing."""
    start, end = node.span.start.offset, node.span.end.offset
    keys = [key for key in node.keys if start <= node.keys[key].start.offset < end]
    return max(keys, key=lambda key: node.keys[key].start.offset, default=None)


def _section(name: str, document: Document) -> Edit | None:
    """A section of its own, behind what stands before the steps."""
    keys = document.node.keys
    if "steps" not in keys:
        return None
    last = _last_before_steps(document.node)
    if last is None:
        return None
    end = max(document.node.value[last].span.end.offset, keys[last].end.offset)
    indent = " " * (keys["steps"].start.column - 1)
    end_of_line = line_end(document.source.text)
    return _line(f"{indent}parameters:{end_of_line}{indent}  {name}: string", end, document)


@functools.lru_cache(maxsize=2)
def _last_before_steps(node: Node) -> str | None:
    keys = node.keys
    before = [key for key in keys if keys[key].start.offset < keys["steps"].start.offset]
    return max(before, key=lambda key: keys[key].start.offset, default=None)


def _line(text: str, behind: int, document: Document) -> Edit:
    """A line of its own, behind the one where an offset is."""
    lines = document.source.lines
    number = lines.position(behind).line
    at = lines.line_start(number) + len(lines.line(number))
    return Edit(lines.span(at, at), f"{line_end(document.source.text)}{text}")
