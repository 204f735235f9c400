"""One table of filters and one of tests; every filter bounded, its failures named."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from jinja2 import TemplateError
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS

from neops_blocks.diagnostics import Failure, TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.filters import collections, data, patterns
from neops_blocks.templates.filters.netutils_names import NETUTILS

Function = Callable[..., Any]
GROUP = "neops_blocks.filters"


def guarded(name: str, function: Function) -> Function:
    """The filter with its arguments and result bounded; any exception names the filter, never a value."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        bounds.check_time()
        if name not in _NUMERIC:
            bounds.check_numbers((*args[1:], *kwargs.values()))
        try:
            result = function(*args, **kwargs)
        except (Failure, TemplateError):
            raise
        except Exception as error:
            raise TemplateFailure(f"filter {name!r} failed: {type(error).__name__}") from error
        if isinstance(result, (str, list, dict)):
            bounds.check_size(len(result))
        return result

    return call


_NUMERIC = frozenset({"default", "d", "ternary", "sum", "int", "float", "combine"})


def _replace(value: Any, old: str, new: str, count: int | None = None) -> str:
    bounds.check_replace(str(value), str(old), str(new))
    return str(value).replace(str(old), str(new), -1 if count is None else count)


def _format(value: Any, *args: Any, **kwargs: Any) -> str:
    bounds.check_operation("%", str(value), args)
    return str(value) % (kwargs or args)


def _indent(value: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    space = width if isinstance(width, str) else " " * width
    bounds.check_size(len(str(value)) + len(space) * (str(value).count("\n") + 1))
    lines = str(value).split("\n")
    return "\n".join(space + x if (i or first) and (x or blank) else x for i, x in enumerate(lines))


@cache
def _netutils() -> dict[str, Function]:
    from netutils.utils import jinja2_convenience_function

    found: dict[str, Function] = jinja2_convenience_function()
    return found


@cache
def _installed() -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}


class Filters(dict[str, Function]):
    """Filters by name; those of netutils and of other packages are loaded when first asked for."""

    def __missing__(self, name: str) -> Function:
        if name in NETUTILS:
            function = _netutils()[name]
        elif name in _installed():
            function = _installed()[name].load()
        else:
            raise KeyError(name)
        return self.setdefault(name, guarded(name, function))

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in NETUTILS or name in _installed()

    def get(self, name: str, default: Any = None) -> Any:
        """The filter, or the default."""
        return self[name] if name in self else default  # noqa: SIM401

    def known(self) -> list[str]:
        """Every name."""
        return sorted({name for name in self if not name.startswith("_")} | NETUTILS | set(_installed()))


_OWN: dict[str, Function] = {
    "replace": _replace,
    "format": _format,
    "indent": _indent,
    **patterns.FILTERS,
    **collections.FILTERS,
    **data.FILTERS,
}
FILTERS = Filters(
    {name: guarded(name, function) for name, function in {**DEFAULT_FILTERS, **_OWN}.items()}
    | {"join": guarded("join", collections.join), "_joined": bounds.joined, "_ticking": bounds.ticking}
)
TESTS: dict[str, Function] = {**DEFAULT_TESTS, **patterns.TESTS}
