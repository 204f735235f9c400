"""Jinja's filters that could make large values, in a version that counts before it builds."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.filters import make_attrgetter
from jinja2.utils import pass_environment

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.plain import joined, plain, text_of

Function = Callable[..., Any]
MAX_INDENT = 16


@pass_environment
def _join(environment: Any, value: Any, d: Any = "", attribute: str | int | None = None) -> str:
    items = value if attribute is None else map(make_attrgetter(environment, attribute), value)
    return joined(items, text_of(d))


def _replace(value: Any, old: Any, new: Any, count: int | None = None) -> str:
    text, old, new = text_of(value), text_of(old), text_of(new)
    bounds.check_replace(text, old, new)
    return text.replace(old, new, -1 if count is None else count)


def _format(value: Any, *args: Any, **kwargs: Any) -> str:
    text = text_of(value)
    bounds.check_operation("%", text, None)
    return text % (plain(kwargs) or tuple(plain(args)))


def _indent(value: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    space, text = width if isinstance(width, str) else " " * width, text_of(value)
    lines = text.split("\n")
    bounds.check_size(len(text) + len(space) * len(lines))
    return "\n".join(space + x if (n or first) and (x or blank) else x for n, x in enumerate(lines))


def _wordwrap(value: Any, width: int = 79, break_long_words: bool = True, wrapstring: str = "\n") -> str:
    import textwrap

    bounds.check_size(len(str(value)) * max(len(wrapstring), 1) / max(width, 1))
    options: dict[str, Any] = {"expand_tabs": False, "replace_whitespace": False}
    lines = str(value).splitlines()
    wrapped = (textwrap.wrap(x, width, break_long_words=break_long_words, **options) or [""] for x in lines)
    return joined((wrapstring.join(x) for x in wrapped), wrapstring)


def _tojson(value: Any, indent: int | None = None) -> str:
    encoder = json.JSONEncoder(indent=indent, sort_keys=True, ensure_ascii=False)
    value = _measured(value, indent)
    return encoder.encode(value) if indent is None else joined(encoder.iterencode(value))


def _measured(value: Any, indent: int | None) -> Any:
    if indent is not None and not 0 <= indent <= MAX_INDENT:
        raise TemplateFailure(f"the indent of JSON is a number from 0 to {MAX_INDENT}")
    value = plain(value)
    text_of(value)
    return value


def _text_filter(function: Function) -> Function:
    first = 1 if hasattr(function, "jinja_pass_arg") else 0

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*args[:first], text_of(args[first]), *args[first + 1 :], **kwargs)

    return call


def _sum(value: Any, start: Any = 0) -> Any:
    total = start
    for item in bounds.ticked(value):
        bounds.check_operation("+", total, item)
        total = bounds.count_made(total + item)
    return total


@pass_environment
def _sum_of(environment: Any, value: Any, attribute: str | int | None = None, start: Any = 0) -> Any:
    return _sum(
        value if attribute is None else map(make_attrgetter(environment, attribute), value), start=start
    )


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple, dict, str)) else list(bounds.ticked(value))


def _refused(*_: Any, **__: Any) -> Any:
    raise TemplateFailure("makes HTML, which blocks do not need")


_TEXT = ("capitalize", "center", "lower", "striptags", "title", "trim", "truncate", "upper", "urlencode")
_HTML = ("forceescape", "safe", "urlize", "xmlattr")
JINJA: dict[str, Function] = {
    **{name: _text_filter(JINJA_FILTERS[name]) for name in _TEXT},
    **dict.fromkeys(_HTML, _refused),
    "string": text_of,
    "format": _format,
    "indent": _indent,
    "join": _join,
    "list": _list,
    "pprint": text_of,
    "replace": _replace,
    "sum": _sum_of,
    "tojson": _tojson,
    "wordwrap": _wordwrap,
}
