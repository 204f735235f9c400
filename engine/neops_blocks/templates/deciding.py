"""What a condition comes to in every scope, as far as its constants alone decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from neops_blocks.templates.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPARED: dict[str, Callable[[object, object], bool]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
}


def truth(condition: str | bool) -> bool | None:
    """Whether an expression without braces is always true, never true, or (None) depends on its names."""
    if isinstance(condition, bool):
        return condition
    tree = parse(condition, bare=True).tree
    try:
        return None if tree is None else _truth(tree)
    except RecursionError:
        return None


def _truth(node: nodes.Node) -> bool | None:
    if isinstance(node, nodes.Const):
        return bool(node.value)
    if isinstance(node, nodes.Not):
        inside = _truth(node.node)
        return None if inside is None else not inside
    if isinstance(node, (nodes.Or, nodes.And)):
        decisive = isinstance(node, nodes.Or)
        sides = (_truth(node.left), _truth(node.right))
        if decisive in sides:
            return decisive
        return None if None in sides else not decisive
    if isinstance(node, nodes.Compare):
        return _compared(node)
    return None


def _compared(node: nodes.Compare) -> bool | None:
    if len(node.ops) != 1 or node.ops[0].op not in _COMPARED:
        return None
    left, right = node.expr, node.ops[0].expr
    if not isinstance(left, nodes.Const) or not isinstance(right, nodes.Const):
        return None
    return bool(_COMPARED[node.ops[0].op](left.value, right.value))
