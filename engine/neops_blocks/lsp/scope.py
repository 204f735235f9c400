"""Which names an expression may use at a path of a document, whether or not its step has a model yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neops_blocks.model import TemplateUse

if TYPE_CHECKING:
    from neops_blocks.lint.scopes import Scope
    from neops_blocks.lsp.buffer import Block, Trail
    from neops_blocks.source import Node


def scope_at(block: Block, path: Trail) -> Scope | None:
    """The scope of the expression at a path; None where the document is no block."""
    scopes = block.scopes
    if scopes is None:
        return None
    if path[:1] == ("fan_out",):
        return scopes.choosing if path[1:2] == ("devices",) else scopes.connection
    if path[:1] == ("connection",):
        return scopes.connection
    if path[:1] == ("steps",) and len(path) > 2:
        return _of_step(block, path)
    return scopes.per_device if "per_device" in path else scopes.result


def _of_step(block: Block, path: Trail) -> Scope | None:
    document, scopes = block.document, block.scopes
    if document is None or scopes is None:
        return None
    inner = path[2:]
    hint = "until" if inner[:2] == ("retry", "until") else "normal"
    for step in document.block.steps:
        if step.path == path[:2]:
            return scopes.of_step(step, TemplateUse(inner, "", scope_hint=hint))  # type: ignore[arg-type]
    node = block.node.at(*path[:2])
    number = path[1]
    if node is None or not isinstance(number, int):
        return None
    once = node.at("once")
    scope = scopes.before(number, once=once is not None and once.value is True)
    names = {*_loop_names(node, inner), *({"this"} if hint == "until" else ())}
    return replace(scope, names=scope.names | names)


def _loop_names(step: Node, inner: Trail) -> frozenset[str]:
    if step.child("loop") is None or inner[:1] == ("loop",):
        return frozenset()
    named = step.at("loop", "as")
    return frozenset({"index", str(named.value) if named is not None else "item"})
