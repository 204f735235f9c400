"""Which filters and tests there are: Jinja's, ours, netutils' and other packages'; every one bounded."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from jinja2 import TemplateError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.tests import TESTS as JINJA_TESTS

from neops_blocks.diagnostics import Failure, TemplateFailure
from neops_blocks.templates import bounds, messages
from neops_blocks.templates import filters as families
from neops_blocks.templates.plain import check_text
from neops_blocks.templates.replaced import JINJA

Function = Callable[..., Any]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAZY = _names(
    """attr batch combine count d default dict2items first flatten items join last length list map
    reject rejectattr reverse select selectattr slice ternary zip"""
)
_COMPARING = _names("dictsort difference groupby intersect max min sort sum union unique")
_COMPARING_TESTS = _names("== != > >= < <= eq equalto ge gt greaterthan in le lt lessthan ne")
_ANY_NUMBER = _names(
    """abs combine d default filesizeformat first float groupby int ip_addition ip_subtract map max min reject
    rejectattr round select selectattr sum ternary union"""
)


class FilterTable(dict[str, Function]):
    """Filters by name; those of netutils and of other packages are loaded when they are first asked for."""

    def __missing__(self, name: str) -> Function:
        function = families.load(name)
        if function is None:
            raise KeyError(name)
        return self.setdefault(name, bounded(name, function))

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in families.names_elsewhere()

    def get(self, name: str, default: Any = None) -> Any:
        """The filter, or the default."""
        return self[name] if name in self else default  # noqa: SIM401

    def names(self) -> tuple[str, ...]:
        """Every name an author may use."""
        return _open_names(frozenset(self) | families.names_elsewhere())


@functools.lru_cache(maxsize=4)
def _open_names(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if not name.startswith("_")))


def filters() -> FilterTable:
    """Every filter, within bounds."""
    table: dict[str, Any] = {**JINJA_FILTERS, **JINJA, **families.BUILTIN}
    return FilterTable({name: bounded(name, function) for name, function in table.items()})


def tests() -> dict[str, Function]:
    """Every test."""
    table: dict[str, Any] = {**JINJA_TESTS}
    measured = {name: _measured(table[name], bounds.check_weight) for name in _COMPARING_TESTS}
    ours = {name: _measured(function, check_text) for name, function in families.TESTS.items()}
    return {**table, **measured, **ours}


def _measured(function: Function, check: Callable[[Any], None]) -> Function:
    """The test, refusing values that cannot be walked through in time."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        for value in args:
            if isinstance(value, (list, tuple, dict)):
                check(value)
        return function(*args, **kwargs)

    return call


def bounded(name: str, function: Function) -> Function:
    """The filter with its arguments and its result bounded; its exceptions become failures that name it."""
    first = 1 if hasattr(function, "jinja_pass_arg") else 0

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        options = (*args[first + 1 :], *kwargs.values())
        if options and name not in _ANY_NUMBER:
            bounds.check_numbers(options)
        bounds.check_time()
        if name in _COMPARING:
            bounds.check_weight(*args[first:], *options)
        elif name not in _LAZY and isinstance(args[first], (list, tuple, dict)):
            check_text(args[first])
        try:
            return bounds.count_made(function(*args, **kwargs))
        except (Failure, TemplateError, RecursionError):
            raise
        except Exception as error:
            raise TemplateFailure(f"filter {name!r}: {messages.reason(error)}") from error

    return call
