"""What a value that is exactly one expression does last: the filter, the comparison, the name it reads."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import nodes

from neops_blocks.templates.parsing import parse


@dataclass(frozen=True, slots=True)
class Outermost:
    """The outermost part of an expression.

    Attributes:
        filter: the name of the filter that comes last.
        is_condition: whether it can only be true or false.
        name: the name that the expression is, with dots.
    """

    filter: str | None = None
    is_condition: bool = False
    name: str | None = None


def outermost(text: str) -> Outermost | None:
    """The outermost part of a text that is exactly one `{{ }}`; None where the value is text."""
    tree = parse(text, bare=False).tree
    if tree is None:
        return Outermost()
    if isinstance(tree, nodes.Template):
        return None
    if isinstance(tree, nodes.Filter):
        return Outermost(filter=tree.name)
    return Outermost(is_condition=isinstance(tree, (nodes.Not, nodes.Compare, nodes.Test)), name=_name(tree))


def _name(node: nodes.Node) -> str | None:
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else None
