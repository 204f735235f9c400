"""A block together with the text it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.model.block import BlockModel
    from neops_blocks.source import Node, Source


@dataclass(frozen=True)
class Document:
    """A block that knows where each of its parts stands.

    Attributes:
        file: the name of the file, as given.
        source: the file that was read.
        node: the document as nodes.
        block: the document as a model.
        complete: whether the model holds everything that was written; else some parts had errors.
        broken_ids: ids of steps that had errors and are not in the model.
    """

    file: str
    source: Source
    node: Node
    block: BlockModel
    complete: bool = True
    broken_ids: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all steps, with errors or without."""
        return frozenset(step.id for step in self.block.steps if step.id) | self.broken_ids

    @cached_property
    def titles(self) -> frozenset[str]:
        """What `name` calls the steps; nothing can be read by it."""
        return frozenset(step.name for step in self.block.steps if step.name)

    @property
    def directory(self) -> Path:
        """Where files beside the block are found."""
        return Path(self.file).parent

    def span(self, *path: str | int) -> Span:
        """The place of the value at a path; of the nearest part that is written, where the path is not."""
        return self.nearest(*path)[0].span

    def nearest(self, *path: str | int) -> tuple[Node, tuple[str | int, ...]]:
        """The deepest node that is written along a path, and its own path."""
        node = self.node
        for index, part in enumerate(path):
            child = node.child(part)
            if child is None:
                return node, path[:index]
            node = child
        return node, path

    def key_span(self, *path: str | int) -> Span:
        """The place of the key at the end of a path; of the value where it is no key."""
        parent = self.node.at(*path[:-1]) if path else None
        if parent is not None and isinstance(path[-1], str) and path[-1] in parent.keys:
            return parent.keys[path[-1]]
        return self.span(*path)


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people write it: `steps[2].command`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
