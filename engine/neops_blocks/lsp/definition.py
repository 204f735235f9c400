"""Where a thing is defined: a step, a parameter, the item of a loop, a Python function, a template, a reply.

What is asked where it is defined gets its own place, for which editors show its uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.lsp.files import file_beside, function_at
from neops_blocks.lsp.pointed import thing_at, word_at
from neops_blocks.lsp.uses import symbol_at

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.diagnostics import Span
    from neops_blocks.lsp.buffer import Block, Buffer
    from neops_blocks.lsp.pointed import Word


@dataclass(frozen=True)
class InFile:
    """A place in another file, as line and column from 0, in characters."""

    file: Path
    line: int = 0
    column: int = 0


def definition(buffer: Buffer, offset: int) -> Span | InFile | None:
    """Where what stands at an offset is defined: in the buffer, or in another file."""
    word = word_at(buffer, offset)
    if word is not None:
        return _of_word(word, buffer.block_at(offset))
    spot = thing_at(buffer.block_at(offset), offset)
    symbol = symbol_at(buffer, offset)
    if symbol is not None:
        return symbol.declared
    if spot is None or spot.on_key or not isinstance(spot.node.value, str):
        return None
    path, value = spot.path, spot.node.value
    if path[:1] == ("steps",) and path[-1:] == ("python",):
        function = function_at(buffer.directory, value)
        if function is not None:
            return InFile(function.file, function.line, function.column)
        file = file_beside(buffer.directory, value.rpartition(":")[0])
        return InFile(file) if file is not None else None
    if path[-1:] == ("textfsm",) or (path[:1] == ("tests",) and path[-1:] == ("file",)):
        file = file_beside(buffer.directory, value)
        return InFile(file) if file is not None else None
    return None


def _of_word(word: Word, block: Block) -> Span | None:
    """In the block as it is written: the words were looked at without the one at the cursor."""
    if word.part.kind != "name":
        return None
    chain, name = word.part.chain, word.part.partial
    if chain == ("steps",):
        found = block.step_of_id(name)
        node = block.id_of(found[1]) if found is not None else None
        return node.span if node is not None else None
    if chain[:1] == ("params",):
        return _of_parameter(block, (*chain[1:], name))
    return _of_root(word, block) if not chain else None


def _of_parameter(block: Block, names: tuple[str, ...]) -> Span | None:
    node = block.node.at("parameters")
    for name in names[:-1]:
        inner = node.child(name) if node is not None else None
        node = inner.child("properties") if inner is not None else None
    return node.keys.get(names[-1]) if node is not None else None


def _of_root(word: Word, block: Block) -> Span | None:
    name = word.part.partial
    if name in ("steps", "params"):
        return block.node.keys.get("parameters" if name == "params" else name)
    step = block.node.at(*word.path[:2]) if word.path[:1] == ("steps",) else None
    if step is None:
        return None
    named = step.at("loop", "as")
    if named is not None:
        return named.span if named.value == name else None
    return step.keys.get("loop") if name == "item" else None
