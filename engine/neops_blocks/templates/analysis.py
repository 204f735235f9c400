"""What a template uses and what is wrong with it, without evaluating it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from jinja2 import nodes

from neops_blocks.templates.environment import GLOBALS
from neops_blocks.templates.lexing import has_template
from neops_blocks.templates.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.templates.lexing import Token
    from neops_blocks.templates.problem import Problem

GUARDS = frozenset({"default", "d"})
DEFINED = frozenset({"defined", "undefined"})
_CHAINS = (nodes.Name, nodes.Getattr, nodes.Getitem)


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name and what is read of it: `steps.show.parsed` is ("steps", "show", "parsed").

    `start` and `end` are places in the text; `guarded`: a default or a test for `defined` follows.
    """

    path: tuple[str, ...]
    start: int
    end: int
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """The names of a template in the order of its text, and its problems."""

    names: tuple[NameUse, ...] = ()
    problems: tuple[Problem, ...] = ()


def analyse(text: str, *, bare: bool) -> Analysis:
    """What a template, or an expression without braces, uses; never raises."""
    if not bare and not has_template(text):
        return Analysis()
    parsed = parse(text, bare=bare)
    if parsed.tree is None:
        return Analysis(problems=parsed.problems)
    walk = NameReader(parsed.tokens)
    try:
        walk.visit(parsed.tree, set(GLOBALS))
    except RecursionError:
        walk.found.clear()
    return Analysis(tuple(sorted(walk.found, key=lambda name: name.start)), parsed.problems)


class NameReader:
    """Walks a tree in the order of evaluation; `local` are the names that the template itself has set."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.found: list[NameUse] = []

    def visit(self, node: nodes.Node, local: set[str]) -> None:
        """Note every name at and below a node."""
        if isinstance(node, _CHAINS):
            self._chain(node, local)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
            self.each([node.node.node, *list(node.iter_child_nodes(exclude=("node",)))], local)
        elif _guards(node):
            self._guarded(node, local)
        elif not self._statement(node, local):
            self.each(node.iter_child_nodes(), local)

    def each(self, items: Iterable[nodes.Node | None], local: set[str]) -> None:
        """Visit one after the other."""
        for item in items:
            if item is not None:
                self.visit(item, local)

    def _guarded(self, node: nodes.Filter | nodes.Test, local: set[str]) -> None:
        if isinstance(node.node, _CHAINS):
            self._chain(node.node, local, guarded=True)
        else:
            self.each([node.node], local)
        self.each(node.iter_child_nodes(exclude=("node",)), local)

    def _chain(self, node: nodes.Node, local: set[str], *, guarded: bool = False) -> None:
        links: list[tuple[str, int]] = []
        while isinstance(node, (nodes.Getattr, nodes.Getitem)):
            key = node.attr if isinstance(node, nodes.Getattr) else _text(node.arg)
            if key is None:
                links.clear()
                self.each(node.iter_child_nodes(only=("arg",)), local)
            else:
                links.append((key, self._end(node)))
            node = node.node
        if not isinstance(node, nodes.Name):
            self.visit(node, local)
        elif node.ctx == "load" and node.name not in local:
            first = self.tokens[node.lineno]
            path = (node.name, *(key for key, _ in reversed(links)))
            self.found.append(NameUse(path, first.start, links[0][1] if links else first.end, guarded))

    def _end(self, node: nodes.Getattr | nodes.Getitem) -> int:
        at = node.lineno + 1
        if isinstance(node, nodes.Getitem):
            while self.tokens[at].raw != "]":
                at += 1
        return self.tokens[at].end

    def _statement(self, node: nodes.Node, local: set[str]) -> bool:
        """Visit a statement that sets names; False where the node is none."""
        if isinstance(node, nodes.Assign):
            self.visit(node.node, local)
            local |= _stored(node.target)
        elif isinstance(node, nodes.AssignBlock):
            self.each([*node.body, node.filter], set(local))
            local |= _stored(node.target)
        elif isinstance(node, nodes.For):
            self._for(node, local)
        elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
            self._macro(node, local)
        elif isinstance(node, nodes.With):
            self.each(node.values, local)
            self.each(node.body, local.union(*map(_stored, node.targets)))
        elif isinstance(node, nodes.FilterBlock):
            self.each([node.filter, *node.body], set(local))
        else:
            return False
        return True

    def _for(self, node: nodes.For, local: set[str]) -> None:
        self.visit(node.iter, local)
        inner = local | _stored(node.target) | {"loop"}
        self.each([node.test, *node.body], set(inner))
        self.each(node.else_, set(local))

    def _macro(self, node: nodes.Macro | nodes.CallBlock, local: set[str]) -> None:
        if isinstance(node, nodes.Macro):
            local.add(node.name)
        else:
            self.visit(node.call, local)
        self.each(node.defaults, local)
        names = {name.name for name in node.args}
        self.each(node.body, local | names | {"caller", "varargs", "kwargs"})


def _guards(node: nodes.Node) -> TypeGuard[nodes.Filter | nodes.Test]:
    if isinstance(node, nodes.Filter):
        return node.name in GUARDS and node.node is not None
    return isinstance(node, nodes.Test) and node.name in DEFINED


def _text(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def _stored(target: nodes.Node) -> set[str]:
    if isinstance(target, nodes.Name):
        return {target.name}
    return {name.name for name in target.find_all(nodes.Name)}
