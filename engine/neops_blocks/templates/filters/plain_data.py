"""What data formats can hold: mappings, lists, texts, numbers, true, false and null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2.runtime import Undefined

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.plain import plain

MAX_LEVELS = 200


def data_of(value: Any, *, levels: int = MAX_LEVELS) -> Any:
    """A copy of the value made of dict, list, str, int, float, bool and None only.

    Raises:
        TemplateFailure: it holds anything else, or it is too large or too deep.
    """
    return _Copy(levels).of(value, levels)


class _Copy:
    def __init__(self, levels: int) -> None:
        self._levels = levels
        self._items = 0

    def of(self, value: Any, left: int) -> Any:
        if value is None or type(value) in {str, int, float, bool}:
            return value
        if isinstance(value, Undefined):
            return value._fail_with_undefined_error()
        if isinstance(value, (str, int, float)):
            return str(value) if isinstance(value, str) else value
        if left == 0:
            raise TemplateFailure(f"the value is nested more than {self._levels} levels deep")
        if isinstance(value, Mapping):
            keys = list(value)
            self._count(keys)
            return {_key(key): self.of(value[key], left - 1) for key in keys}
        if not isinstance(value, (list, tuple)):
            value = plain(value)
            if not isinstance(value, list):
                raise TemplateFailure(f"a value of type {type(value).__name__} is no plain data")
        self._count(value)
        return [self.of(item, left - 1) for item in value]

    def _count(self, items: list[Any] | tuple[Any, ...]) -> None:
        self._items += len(items) + 1
        bounds.check_items(self._items)


def _key(key: Any) -> Any:
    if key is not None and not isinstance(key, (str, int, float)):
        raise TemplateFailure(f"a key of a mapping is of type {type(key).__name__}, not text")
    return str(key) if isinstance(key, str) else key


def listed(value: Any, filter_name: str) -> Iterable[Any]:
    """The items of a list, or of what can be walked through like one.

    Raises:
        TemplateFailure: it is a text or has no items.
    """
    if isinstance(value, (str, bytes, Undefined)) or not isinstance(value, Iterable):
        raise wrong_kind(value, filter_name, "a list")
    return bounds.ticked(value)


def wrong_kind(value: Any, filter_name: str, needed: str) -> TemplateFailure:
    """The failure for a value that a filter cannot take; the value itself is not shown.

    Raises:
        UndefinedError: there is no value at all.
    """
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    kind = "text" if isinstance(value, str) else "null" if value is None else type(value).__name__
    return TemplateFailure(f"filter {filter_name!r} needs {needed}, this is {kind}")
