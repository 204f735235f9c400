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
        literal: the type of a value that is written out, in all branches of a condition.
    """

    filter: str | None = None
    is_condition: bool = False
    name: str | None = None
    literal: type | None = None


def outermost(text: str) -> Outermost | None:
    """The outermost part of a text that is exactly one `{{ }}`; None where the value is text."""
    tree = parse(text, bare=False).tree
    if tree is None:
        return Outermost()
    if isinstance(tree, nodes.Template):
        return None
    if isinstance(tree, nodes.Filter):
        return Outermost(filter=tree.name)
    is_condition = isinstance(tree, (nodes.Not, nodes.Compare, nodes.Test))
    return Outermost(is_condition=is_condition, name=dotted_name(tree), literal=_literal(tree))


def _literal(node: nodes.Node | None) -> type | None:
    if isinstance(node, nodes.Const):
        return type(node.value)
    if isinstance(node, nodes.Concat):
        return str
    if isinstance(node, nodes.CondExpr):
        sides = {_literal(node.expr1), _literal(node.expr2)}
        return sides.pop() if len(sides) == 1 else None
    kinds = {nodes.List: list, nodes.Tuple: list, nodes.Dict: dict}
    return next((made for kind, made in kinds.items() if isinstance(node, kind)), None)


def dotted_name(node: nodes.Node) -> str | None:
    """The name that an expression is, with dots; None where it is more than a name."""
    parts: list[str] = []
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if not isinstance(key, str):
            return None
        parts.append(key)
        node = node.node
    return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else None
