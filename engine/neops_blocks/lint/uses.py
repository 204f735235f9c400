"""Every template of a block, with the scope it is evaluated in and its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from neops_blocks.lint.scopes import Scope, Scopes
from neops_blocks.model import TemplateUse, expression_in, templates_in
from neops_blocks.templates import Analysis, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.model import Document, StepModel

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class PlacedTemplate:
    """A template of a document: its path from the top, and the names it may use."""

    document: Document
    path: Path
    use: TemplateUse
    scope: Scope

    @cached_property
    def analysis(self) -> Analysis:
        """The names that the template uses, and what is wrong with it."""
        return analyse(self.use.text, bare=self.use.bare)

    def span(self, start: int, end: int) -> Span:
        """The place of the template's characters start..end."""
        node, _ = self.document.nearest(*self.path)
        if node.kind == "scalar" and node.value == self.use.text:
            return node.inner_span(start, end)
        return node.span


def placed_templates(document: Document) -> Iterator[PlacedTemplate]:
    """Every template of the document, in the order of the block."""
    scopes = Scopes(document)
    block = document.block
    if block.connection is not None:
        yield from _placed(document, templates_in(block.connection.given(), "connection"), scopes.connection)
    if block.fan_out.devices is not None:
        yield from _placed(
            document, expression_in(block.fan_out.devices, "fan_out", "devices"), scopes.choosing
        )
    if block.fan_out.where is not None:
        yield from _placed(
            document, expression_in(block.fan_out.where, "fan_out", "where"), scopes.connection
        )
    for step in block.steps:
        yield from _of_step(document, step, scopes)
    yield from _of_result(document, scopes)


def _placed(document: Document, uses: Iterator[TemplateUse], scope: Scope) -> Iterator[PlacedTemplate]:
    for use in uses:
        yield PlacedTemplate(document, use.path, use, scope)


def _of_step(document: Document, step: StepModel, scopes: Scopes) -> Iterator[PlacedTemplate]:
    for use in step.templates():
        yield PlacedTemplate(document, (*step.path, *use.path), use, scopes.of_step(step, use))
    for platform, variant in step.variants.items():
        for use in variant.templates():
            if use.path[0] in step.platforms[platform]:
                path = (*step.path, "platforms", platform, *use.path)
                yield PlacedTemplate(document, path, use, scopes.of_step(variant, use))


def _of_result(document: Document, scopes: Scopes) -> Iterator[PlacedTemplate]:
    result = document.block.result
    if result.message is not None:
        yield from _placed(document, templates_in(result.message, "result", "message"), scopes.result)
    if result.success is not None:
        yield from _placed(document, expression_in(result.success, "result", "success"), scopes.result)
    for name, field in result.data.items():
        key = "per_device" if field.is_per_device else "value"
        scope = scopes.per_device if field.is_per_device else scopes.result
        yield from _placed(document, templates_in(getattr(field, key), "result", "data", name, key), scope)
