"""Names in quotes that filters read of every item: `map(attribute='steps.show.output')`."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import nodes

from neops_blocks.templates.parsing import parse

_FILTERS = frozenset({"groupby", "map", "max", "min", "rejectattr", "selectattr", "sort", "sum", "unique"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name in quotes: its parts, and the characters start..end between the quotes."""

    path: tuple[str, ...]
    start: int
    end: int


def attributes(text: str, *, bare: bool) -> list[Attribute]:
    """Those of the filters of a template; none where it is not valid."""
    if "attr" not in text and "groupby" not in text:
        return []
    parsed = parse(text, bare=bare)
    if parsed.tree is None:
        return []
    try:
        filters = [parsed.tree, *parsed.tree.find_all(nodes.Filter)]
    except RecursionError:
        return []
    found = []
    for node in filters:
        for argument in _arguments(node) if isinstance(node, nodes.Filter) else ():
            token = parsed.tokens[argument.lineno]
            if token.raw[1:-1] == argument.value:
                found.append(Attribute(tuple(argument.value.split(".")), token.start + 1, token.end - 1))
    return list(dict.fromkeys(found))


def _arguments(node: nodes.Filter) -> list[nodes.Const]:
    if node.name not in _FILTERS:
        return []
    named = [keyword.value for keyword in node.kwargs if keyword.key == "attribute"]
    first = node.args[:1] if node.name in ("groupby", "rejectattr", "selectattr") else []
    every = [argument for argument in (*named, *first) if isinstance(argument, nodes.Const)]
    return [argument for argument in every if isinstance(argument.value, str)]
