"""Looks at time and size, put into the syntax tree where Jinja's sandbox asks nobody."""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from neops_blocks.templates import bounds
from neops_blocks.templates.plain import joined


class Bounded(NodeTransformer):
    """Puts a look at the clock into every loop, and one at the size where Jinja asks nobody."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """A loop over items that look at the clock."""
        self.generic_visit(node)
        node.iter = _filter("_ticked", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        """`~` of texts that are counted."""
        self.generic_visit(node)
        return _filter("_joined", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        """A comparison of values that can be walked through."""
        self.generic_visit(node)
        if not any(isinstance(side, nodes.Const) for side in (node.expr, node.ops[0].expr)):
            node.expr = _filter("_comparable", node.expr)
            for operand in node.ops:
                if operand.op not in {"in", "notin"}:
                    operand.expr = _filter("_comparable", operand.expr)
        return node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Dict:  # noqa: N802
        """Keys that can be walked through."""
        self.generic_visit(node)
        for pair in node.items:
            if not isinstance(pair.key, nodes.Const):
                pair.key = _filter("_comparable", pair.key)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:  # noqa: N802
        """A slice that is counted."""
        self.generic_visit(node)
        return _filter("_counted", node) if isinstance(node.arg, nodes.Slice) else node


def _filter(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _comparable(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict)):
        bounds.check_weight(value)
    return value


OWN = {"_ticked": bounds.ticked, "_joined": joined, "_comparable": _comparable, "_counted": bounds.count_made}
