"""What a condition comes to in every scope, as far as its constants alone decide it."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from neops_blocks.templates.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda left, right: left in right,
    "notin": lambda left, right: left not in right,
}
_LITERALS = (nodes.List, nodes.Tuple, nodes.Dict)


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
    if isinstance(node, _LITERALS):
        return bool(node.items)
    if isinstance(node, nodes.Not):
        inside = _truth(node.node)
        return None if inside is None else not inside
    if isinstance(node, (nodes.Or, nodes.And)):
        return _joined(node)
    if isinstance(node, nodes.Compare):
        return _compared(node)
    return None


def _joined(node: nodes.Or | nodes.And) -> bool | None:
    decisive = isinstance(node, nodes.Or)
    sides = _sides(node, type(node))
    decided = [_truth(side) for side in sides]
    if decisive in decided or _exclude_each_other(sides, "ne" if decisive else "eq"):
        return decisive
    return None if None in decided else not decisive


def _sides(node: nodes.Node, kind: type[nodes.BinExpr]) -> list[nodes.Node]:
    if not isinstance(node, kind):
        return [node]
    return [*_sides(node.left, kind), *_sides(node.right, kind)]


def _exclude_each_other(sides: list[nodes.Node], operation: str) -> bool:
    """Whether one thing is compared with two constants: it is unlike one of them, and never equal to both."""
    seen: list[tuple[nodes.Node, object]] = []
    for side in sides:
        if not isinstance(side, nodes.Compare) or len(side.ops) != 1 or side.ops[0].op != operation:
            continue
        left, right = side.expr, side.ops[0].expr
        name, constant = (right, left) if isinstance(left, nodes.Const) else (left, right)
        if not isinstance(constant, nodes.Const) or name.find(nodes.Call) or isinstance(name, nodes.Call):
            continue
        if any(other == name and value != constant.value for other, value in seen):
            return True
        seen.append((name, constant.value))
    return False


def _compared(node: nodes.Compare) -> bool | None:
    if len(node.ops) != 1 or node.ops[0].op not in _COMPARED:
        return None
    operation, right = node.ops[0].op, node.ops[0].expr
    if operation in ("in", "notin") and isinstance(right, _LITERALS) and not right.items:
        return operation == "notin"
    sides = [_value(node.expr), _value(right)]
    if None in sides:
        return None
    try:
        return bool(_COMPARED[operation](*(side[0] for side in sides if side is not None)))
    except TypeError:
        return None


def _value(node: nodes.Node) -> tuple[object] | None:
    """The value of a constant, or of a list of constants; None of anything else."""
    if isinstance(node, nodes.Const):
        return (node.value,)
    if isinstance(node, (nodes.List, nodes.Tuple)) and all(isinstance(i, nodes.Const) for i in node.items):
        return ([item.as_const() for item in node.items],)
    return None
