"""The Jinja2 environment that everything is compiled in: immutable, strict and bounded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.runtime import missing
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from neops_blocks.diagnostics import did_you_mean
from neops_blocks.templates import bounds
from neops_blocks.templates.filters import FILTERS, TESTS


class Missing(StrictUndefined):
    """A name that does not exist, which says so as soon as it is used."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = str(self._undefined_name), self._undefined_obj
        if owner is missing:
            return f"there is no name {name!r}; {did_you_mean(name, bounds.names_in_scope())}"
        explain = getattr(type(owner), "explain_missing", None)
        reason = explain(owner, name) if explain is not None else None
        if reason:
            return str(reason)
        if isinstance(owner, Mapping):
            known = [str(key) for key in owner]
            return f"there is no {name[:80]!r} here; {did_you_mean(name, known)}"
        return f"a value of type {type(owner).__name__} has no {name[:80]!r}"


class _Bounded(NodeTransformer):
    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "_ticking")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "_joined")


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class Sandbox(ImmutableSandboxedEnvironment):
    """Bounds what Jinja2's own sandbox leaves open: sizes and time."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """An arithmetic operation, within bounds."""
        bounds.check_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key of a mapping before a method of it."""
        if isinstance(obj, Mapping):
            try:
                return obj[attribute]
            except (KeyError, TypeError):
                pass
        return super().getattr(obj, attribute)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """A call, within bounds."""
        bounds.check_time()
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str):
            _check_text_method(owner, getattr(__obj, "__name__", ""), args)
        return super().call(__context, __obj, *args, **kwargs)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(_Bounded().visit(source), *args, **kwargs)


def _check_text_method(text: str, method: str, args: tuple[Any, ...]) -> None:
    bounds.check_numbers(args)
    if method in {"format", "format_map"}:
        bounds.check_format(text)
    elif method == "join" and args and isinstance(args[0], (list, tuple)):
        bounds.check_size(sum(len(str(item)) + len(text) for item in bounds.ticking(args[0])))
    elif method == "replace" and len(args) > 1:
        bounds.check_replace(text, str(args[0]), str(args[1]))
    elif method == "expandtabs" and args:
        bounds.check_size(text.count("\t") * int(args[0]) + len(text))
    elif method == "translate":
        bounds.check_size(len(text) * max((len(str(part)) for part in args[0].values()), default=1))


@cache
def sandbox() -> Sandbox:
    """The one environment of this process."""
    environment = Sandbox(
        undefined=Missing, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, cache_size=0
    )
    for name in ("lipsum", "cycler", "joiner"):
        environment.globals.pop(name, None)
    environment.filters = FILTERS
    environment.tests = TESTS
    return environment
