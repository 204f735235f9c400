"""The one Jinja environment of the linter and the runtime: immutable sandbox, strict, bounded."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.catalogue import FilterTable, filters, tests
from neops_blocks.templates.undefined import Missing, explain

if TYPE_CHECKING:
    from jinja2.runtime import Context

GLOBALS = ("range", "dict", "namespace")
TICKED, JOINED = "_ticked", "_joined"


class BlockEnvironment(ImmutableSandboxedEnvironment):
    """Keys win over methods, missing things are explained, sizes and time are bounded."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key b of a mapping, else the attribute."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self._explained(super().getattr(obj, attribute), obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]`, and the parts of `map(attribute='a.b')`."""
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        return self._explained(super().getitem(obj, argument), obj, argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operation, once its result is known to be of a bearable size."""
        bounds.check_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """A call, once its result is known to be of a bearable size."""
        bounds.check_call(__obj, args, kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        return Bounded().visit(template)  # type: ignore[no-any-return]

    def _explained(self, value: Any, obj: Any, name: Any) -> Any:
        if isinstance(value, Undefined) and not isinstance(obj, Undefined) and value._undefined_hint is None:
            return self.undefined(hint=explain(obj, name), obj=obj, name=name)
        return value


class Bounded(NodeTransformer):
    """Puts a look at the clock into every loop, and one at the size into every `~`."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """A loop over ticked items."""
        self.generic_visit(node)
        node.iter = _filter(node.iter, TICKED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        """A joined list."""
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), JOINED)


def _filter(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def joined(items: list[Any]) -> str:
    """The texts of the items in a row."""
    texts = [str(item) for item in items]
    bounds.check_join("", texts)
    return "".join(texts)


@functools.cache
def environment() -> BlockEnvironment:
    """The environment; made once, it holds no state of an evaluation."""
    made = BlockEnvironment(undefined=Missing, keep_trailing_newline=True, cache_size=0)
    made.globals = {name: made.globals[name] for name in GLOBALS}
    table: dict[str, Callable[..., Any]] = {**made.filters, **filters(), TICKED: bounds.ticked, JOINED: joined}
    made.filters = FilterTable({name: _named(name, function) for name, function in table.items()}, _named)
    made.tests = {**made.tests, **tests()}
    made.finalize = _finalize
    return made


def _finalize(value: Any) -> Any:
    if isinstance(value, str):
        bounds.check_size(len(value))
    return value


def _named(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, whose exceptions become failures that name it."""

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        bounds.check_time()
        try:
            return function(*args, **kwargs)
        except (TemplateFailure, RecursionError):
            raise
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError, LookupError) as error:
            raise TemplateFailure(f"filter '{name}': {error}") from error

    return called
