"""Which names of a template become part of its text; those that only a condition or a count reads do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from neops_blocks.templates.analysis import NameReader, NameUse
from neops_blocks.templates.environment import GLOBALS
from neops_blocks.templates.parsing import parse

if TYPE_CHECKING:
    from jinja2.nodes import Node

_COUNTS = frozenset({"length", "count"})


def shown_names(text: str) -> tuple[NameUse, ...]:
    """The names whose values are shown by a template; none where it is not valid."""
    parsed = parse(text, bare=False)
    if parsed.tree is None:
        return ()
    reader = _Shown(parsed.tokens)
    try:
        reader.visit(parsed.tree, set(GLOBALS))
    except RecursionError:
        return ()
    return tuple(sorted(reader.found, key=lambda name: name.start))


class _Shown(NameReader):
    def visit(self, node: Node, local: set[str]) -> None:
        if isinstance(node, (nodes.Test, nodes.Compare, nodes.Not)):
            return
        if isinstance(node, nodes.Filter) and node.name in _COUNTS:
            return
        if isinstance(node, nodes.CondExpr):
            self.each([node.expr1, node.expr2], local)
        elif isinstance(node, nodes.If):
            self.each([*node.body, *node.elif_, *node.else_], local)
        else:
            super().visit(node, local)
