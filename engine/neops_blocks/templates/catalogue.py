"""Which filters and tests there are: Jinja's, ours, netutils' and those that other packages bring."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from neops_blocks.templates import filters as families
from neops_blocks.templates.bounds import check_join, check_operation, check_replace, check_size

Wrap = Callable[[str, Callable[..., Any]], Callable[..., Any]]


class FilterTable(dict[str, Callable[..., Any]]):
    """Filters by name; those of netutils and of other packages are loaded when they are first asked for."""

    def __init__(self, known: Mapping[str, Callable[..., Any]], wrap: Wrap) -> None:
        super().__init__(known)
        self._wrap = wrap

    def __missing__(self, name: str) -> Callable[..., Any]:
        function = families.netutils_filter(name) or families.entry_point_filter(name)
        if function is None:
            raise KeyError(name)
        self[name] = self._wrap(name, function)
        return self[name]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and known_elsewhere(name))

    def get(self, name: str, default: Any = None) -> Any:
        """The filter, or the default."""
        try:
            return self[name]
        except KeyError:
            return default


def known_elsewhere(name: str) -> bool:
    """Whether netutils or another package has the filter; imports neither."""
    return name in families.netutils_names() or families.has_entry_point(name)


def filters() -> dict[str, Callable[..., Any]]:
    """Our filters, and bounded versions of Jinja's that could make large values."""
    return {**_bounded_jinja(), **families.BUILTIN}


def tests() -> dict[str, Callable[..., Any]]:
    """Our tests."""
    return dict(families.TESTS)


def filter_names(known: Iterable[str]) -> list[str]:
    """Every name an author may use, for suggestions."""
    return sorted({name for name in known if not name.startswith("_")} | families.netutils_names())


def _bounded_jinja() -> dict[str, Callable[..., Any]]:
    from jinja2 import filters as jinja

    def sized(function: Callable[..., Any]) -> Callable[..., Any]:
        options = 2 if hasattr(function, "jinja_pass_arg") else 1

        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            numbers = [abs(value) for value in (*args[options:], *kwargs.values()) if isinstance(value, int)]
            check_size(max([0, *numbers]), limit=100_000)
            return function(*args, **kwargs)

        return called

    def replaced(context: Any, text: Any, old: str, new: str, count: int | None = None) -> Any:
        check_replace(str(text), old, new)
        return jinja.do_replace(context, text, old, new, count)

    def join(context: Any, value: Any, separator: str = "", attribute: str | int | None = None) -> Any:
        items = list(value)
        if attribute is None:
            check_join(separator, items)
        else:
            check_size(len(separator) * len(items))
        return jinja.sync_do_join(context, items, separator, attribute)

    def formatted(value: str, *args: Any, **kwargs: Any) -> Any:
        check_operation("%", value, (*args, *kwargs.values()))
        return jinja.do_format(value, *args, **kwargs)

    replaced.jinja_pass_arg = jinja.do_replace.jinja_pass_arg  # type: ignore[attr-defined]
    join.jinja_pass_arg = jinja.sync_do_join.jinja_pass_arg  # type: ignore[attr-defined]
    names = ("center", "indent", "batch", "slice", "wordwrap", "truncate", "tojson", "round")
    return {
        **{name: sized(jinja.FILTERS[name]) for name in names},
        "replace": replaced,
        "join": join,
        "format": formatted,
    }
