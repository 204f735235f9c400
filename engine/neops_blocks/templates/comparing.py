"""Comparisons of names, and of what filters make, with constants in an expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import nodes

from neops_blocks.templates.outermost import dotted_name
from neops_blocks.templates.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.templates.lexing import Token

_MIRRORED = {"lt": "gt", "gt": "lt", "lteq": "gteq", "gteq": "lteq"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A name, or what a filter makes, and a constant or a list of constants that it is compared with.

    Attributes:
        name: with dots; of a filter `steps.show.parsed | length`, of a longer one `value | length`.
        operation: what Jinja calls it: eq, ne, lt, lteq, gt, gteq, in, notin; the name is on the left.
        value: the constant.
        places: where each constant begins and ends.
    """

    name: str
    operation: str
    value: object
    places: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the constant begins in the text; the first one of a list."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """Where the last one ends."""
        return self.places[-1][1]


def comparisons(text: str, *, bare: bool) -> list[Comparison]:
    """Those of a template that are between a name and something written out; none where it is not valid."""
    if not bare and "{" not in text:
        return []
    parsed = parse(text, bare=bare)
    if parsed.tree is None:
        return []
    compared = [parsed.tree] if isinstance(parsed.tree, nodes.Compare) else []
    try:
        compared += parsed.tree.find_all(nodes.Compare)
    except RecursionError:
        return []
    found = [_comparison(node, parsed.tokens) for node in compared if len(node.ops) == 1]
    return [comparison for comparison in found if comparison is not None]


def _comparison(node: nodes.Compare, tokens: Sequence[Token]) -> Comparison | None:
    operation, right = node.ops[0].op, node.ops[0].expr
    name, constant = _name(node.expr), right
    if name is None and operation not in ("in", "notin"):
        name, constant, operation = _name(right), node.expr, _MIRRORED.get(operation, operation)
    if name is None:
        return None
    if isinstance(constant, nodes.Const):
        token = tokens[constant.lineno]
        return Comparison(name, operation, constant.value, ((token.start, token.end),))
    items = constant.items if isinstance(constant, (nodes.List, nodes.Tuple)) else []
    if not items or not all(isinstance(item, nodes.Const) for item in items):
        return None
    places = tuple((tokens[item.lineno].start, tokens[item.lineno].end) for item in items)
    return Comparison(name, operation, [item.as_const() for item in items], places)


def _name(node: nodes.Node) -> str | None:
    if not isinstance(node, nodes.Filter):
        return dotted_name(node)
    of = dotted_name(node.node) if node.node is not None else None
    return f"{of or 'value'} | {node.name}"
