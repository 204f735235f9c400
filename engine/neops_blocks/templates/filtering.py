"""What filters compare of the items of a list: `selectattr('mtu', 'gt', 9)`, `sum(attribute='mtu')`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from jinja2 import nodes

from neops_blocks.templates.outermost import dotted_name
from neops_blocks.templates.parsing import parse

_OPERATIONS = {
    **dict.fromkeys(("gt", "greaterthan", ">", "ge", ">=", "lt", "lessthan", "<", "le", "<="), "order"),
    **dict.fromkeys(("eq", "equalto", "==", "ne", "!="), "eq"),
}
_KEEPING = frozenset({"selectattr", "rejectattr", "list", "sort", "unique", "reverse"})
"""Filters that give the same items, or some of them."""


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """A field of the items of a list, and what it is compared with.

    Attributes:
        source: the name of the list, with dots.
        field: the field, as it stands in quotes at start..end.
        operation: "eq", "order", or "sum".
        value: a constant that it is compared with.
        name: or the name of something, with dots.
    """

    source: str
    field: str
    operation: str
    value: object
    name: str | None
    start: int
    end: int


def item_comparisons(text: str, *, bare: bool) -> list[ItemComparison]:
    """Those of a template whose list is a name; none where it is not valid."""
    if "attr" not in text:
        return []
    parsed = parse(text, bare=bare)
    if parsed.tree is None:
        return []
    try:
        filters = [parsed.tree] if isinstance(parsed.tree, nodes.Filter) else []
        filters += parsed.tree.find_all(nodes.Filter)
        found = []
        for node in dict.fromkeys(filters):
            compared = _compared(node)
            source = None if compared is None else _source(node.node)
            if compared is not None and source is not None:
                field, operation, other = compared
                token = parsed.tokens[field.lineno]
                value = other.value if isinstance(other, nodes.Const) else None
                name = None if other is None else dotted_name(other)
                found.append(
                    ItemComparison(
                        source, field.value, operation, value, name, token.start + 1, token.end - 1
                    )
                )
    except RecursionError:
        return []
    return found


def _compared(node: nodes.Filter) -> tuple[nodes.Const, str, nodes.Node | None] | None:
    """The field, the operation, and what stands on the other side."""
    if node.name == "sum":
        named = [keyword.value for keyword in node.kwargs if keyword.key == "attribute"]
        return (named[0], "sum", None) if named and _is_text(named[0]) else None
    if node.name not in ("selectattr", "rejectattr") or len(node.args) != 3:
        return None
    field, test, other = node.args
    if not _is_text(field) or not _is_text(test) or test.value not in _OPERATIONS:
        return None
    return field, _OPERATIONS[test.value], other


def _is_text(node: nodes.Node) -> TypeGuard[nodes.Const]:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _source(node: nodes.Node | None) -> str | None:
    while isinstance(node, nodes.Filter) and node.name in _KEEPING:
        node = node.node
    return None if node is None else dotted_name(node)
