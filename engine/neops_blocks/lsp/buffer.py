"""A version of a file in an editor: its text, and what can be made of it however broken it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.lint.scopes import Scopes
from neops_blocks.lint.uses import placed_templates
from neops_blocks.model import parse_partly
from neops_blocks.source import Node, Text, recover
from neops_blocks.steps import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.model import Document
    from neops_blocks.source import Source

Trail = tuple[str | int, ...]
_BLOCK_NAME = re.compile(r"\.block\.ya?ml$")
_DECLARED = re.compile(r"""^[ \t{]*(?P<q>["']?)schema(?P=q)[ \t]*:[ \t]*["']?function-block/""", re.MULTILINE)


class Block:
    """A document of a buffer: its nodes, and as much of a model as they make."""

    def __init__(self, node: Node, source: Source) -> None:
        self.node = node
        self._source = source

    @cached_property
    def document(self) -> Document | None:
        """The model; None where the document is no block at all."""
        return parse_partly(self.node, self._source, KINDS)[0]

    @cached_property
    def scopes(self) -> Scopes | None:
        """Which names there are, by place, as if nothing was missing."""
        return Scopes(replace(self.document, complete=True)) if self.document is not None else None

    @cached_property
    def templates(self) -> tuple[PlacedTemplate, ...]:
        """Every template of the parts that have a model."""
        return tuple(placed_templates(self.document)) if self.document is not None else ()

    @property
    def step_nodes(self) -> Iterator[tuple[int, Node]]:
        """The steps as they are written, those with errors too."""
        steps = self.node.at("steps")
        if steps is not None and steps.kind == "sequence":
            yield from ((number, node) for number, node in enumerate(steps.value) if node.kind == "mapping")

    @property
    def parameter_names(self) -> dict[str, Span]:
        """Where each parameter has its name."""
        parameters = self.node.at("parameters")
        return dict(parameters.keys) if parameters is not None else {}

    def id_of(self, step: Node) -> Node | None:
        """The node of a step's id."""
        found = step.child("id")
        return found if found is not None and isinstance(found.value, str) else None

    def step_of_id(self, name: str) -> tuple[int, Node] | None:
        """The first step with an id, and its number."""
        for number, step in self.step_nodes:
            found = self.id_of(step)
            if found is not None and found.value == name:
                return number, step
        return None


class Buffer:
    """A text that never changes; every edit makes another buffer."""

    def __init__(self, file: str, text: str, version: int | None = None) -> None:
        self.file = file
        self.text = text
        self.version = version

    @property
    def directory(self) -> Path:
        """Where files beside the block are found."""
        return Path(self.file).parent

    @property
    def holds_blocks(self) -> bool:
        """Whether it is ours: by its name, or because a document says so."""
        return bool(_BLOCK_NAME.search(self.file) or _DECLARED.search(self.text))

    @cached_property
    def lines(self) -> Text:
        """The lines."""
        return Text(self.file, self.text)

    @cached_property
    def source(self) -> Source:
        """What can be read; lines that are no YAML are left out."""
        return recover(self.text, self.file)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The documents; an empty one where there is none."""
        empty = Node("scalar", None, self.lines.span(0, 0), text=self.lines)
        return tuple(Block(node, self.source) for node in self.source.documents or (empty,))

    def block_at(self, offset: int) -> Block:
        """The document that an offset belongs to."""
        return next(
            (block for block in reversed(self.blocks) if block.node.span.start.offset <= offset),
            self.blocks[0],
        )
