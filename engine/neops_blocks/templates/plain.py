"""What leaves an expression: plain data that is safe to keep, and its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping, Set, ValuesView
from typing import Any

from jinja2.runtime import LoopContext, TemplateReference, Undefined
from jinja2.utils import Namespace

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds

_SCALARS = frozenset({str, int, float, bool, type(None)})
_TEXT = frozenset({int, float, bool, type(None)})
_STEP = 64
_INTERNAL = (LoopContext, Namespace, TemplateReference)
_LISTED = (Iterator, range, KeysView, ValuesView, Set)


def plain(value: Any) -> Any:
    """The value with lists for generators, views, ranges and sets, and nothing missing anywhere inside.

    Lists and mappings are copied, so that who gets them cannot change what they came from. A mapping that
    explains what it has not (`explain_missing`) stays as it is.
    """
    return value if type(value) in _SCALARS else _Copy().copied(value)


class _Copy:
    """One copy; counts what it copies."""

    def __init__(self) -> None:
        self.items = 0
        self.characters = 0

    def copied(self, value: Any) -> Any:
        if type(value) in _SCALARS:
            return self._text(value) if type(value) is str else value
        if isinstance(value, Undefined):
            return value._fail_with_undefined_error()
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, (list, tuple)):
            self._count(len(value))
            items = [self.copied(item) for item in value]
            return items if isinstance(value, list) else tuple(items)
        if isinstance(value, _INTERNAL):
            raise TemplateFailure(f"a {type(value).__name__.lower()} of the template is not a value")
        if isinstance(value, _LISTED):
            return [self.copied(item) for item in self._counted(value)]
        if isinstance(value, str):
            return self._text(str(value))
        if callable(value):
            raise TemplateFailure("the value is a function; call it with ()")
        return value

    def _mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        if hasattr(type(value), "explain_missing"):
            return value
        self._count(len(value))
        return {self.copied(key): self.copied(value[key]) for key in value}

    def _text(self, text: str) -> str:
        self.characters += len(text)
        if self.characters > bounds.MAX_MADE:
            bounds.check_size(self.characters)
        return text

    def _counted(self, items: Any) -> Iterator[Any]:
        for item in bounds.ticked(items):
            self._count(1)
            yield item

    def _count(self, items: int) -> None:
        self.items += items
        bounds.check_items(self.items)


def text_of(value: Any) -> str:
    """The text of a value, within bounds and without addresses of objects."""
    if type(value) is str:
        return value
    if type(value) in _TEXT:
        return str(value)
    value = plain(value)
    check_text(value)
    return str(value)


def check_text(value: Any) -> None:
    """Raise TemplateFailure for a value whose text would be too large."""
    size, seen, waiting = 0, 0, [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, (list, tuple)):
            waiting += item
        elif isinstance(item, str):
            size += len(item)
        elif not _has_text(type(item)):
            raise TemplateFailure(f"a value of type {type(item).__name__} has no text")
        seen += 1
        if not seen % _STEP:
            bounds.check_size(size + seen)
    bounds.check_size(size + seen)


def _has_text(kind: Any) -> bool:
    """Whether the text of such a value is more than the address of an object."""
    return kind.__str__ is not object.__str__ or kind.__repr__ is not object.__repr__


def joined(items: Any, separator: str = "", text: Callable[[Any], str] = text_of) -> str:
    """Texts joined, counting before building."""
    parts: list[str] = []
    size = 0
    for item in bounds.ticked(items):
        parts.append(text(item))
        size += len(parts[-1]) + len(separator)
        if size > bounds.MAX_TEXT:
            bounds.check_size(size)
    bounds.check_size(size)
    return separator.join(parts)
