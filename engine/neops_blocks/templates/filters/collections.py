"""Lists and mappings, with Ansible's names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.filters.plain_data import listed, wrong_kind

Merge = Callable[[list[Any], list[Any]], list[Any]]
LIST_MERGES: dict[str, Merge] = {
    "replace": lambda _, new: new,
    "keep": lambda old, _: old,
    "append": lambda old, new: old + new,
    "prepend": lambda old, new: new + old,
    "append_rp": lambda old, new: _without(old, new) + new,
    "prepend_rp": lambda old, new: new + _without(old, new),
}


def combine(value: Any, *others: Any, recursive: bool = False, list_merge: str = "replace") -> dict[Any, Any]:
    """Mappings merged, later ones first; `recursive` merges mappings inside too, `list_merge` lists.

    A list of mappings stands for the mappings in it.
    """
    merge = LIST_MERGES.get(list_merge)
    if merge is None:
        raise TemplateFailure(f"list_merge of filter 'combine' is one of: {', '.join(LIST_MERGES)}")
    merged: dict[Any, Any] = {}
    for item in (value, *others):
        for part in item if isinstance(item, (list, tuple)) else [item]:
            merged = _merged(merged, _mapping(part, "combine"), merge, recursive=recursive)
    return merged


def _merged(
    old: Mapping[Any, Any], new: Mapping[Any, Any], merge: Merge, *, recursive: bool
) -> dict[Any, Any]:
    merged = dict(old)
    for key in bounds.ticked(new):
        before, item = merged.get(key), new[key]
        if recursive and isinstance(before, Mapping) and isinstance(item, Mapping):
            item = _merged(before, item, merge, recursive=True)
        elif isinstance(before, list) and isinstance(item, list):
            item = bounds.count_made(merge(before, item))
        merged[key] = item
    return merged


def dict2items(value: Mapping[Any, Any], key_name: str = "key", value_name: str = "value") -> list[Any]:
    """A list of {key, value}."""
    bounds.check_weight(key_name, value_name)
    return [{key_name: key, value_name: item} for key, item in _mapping(value, "dict2items").items()]


def items2dict(value: Iterable[Any], key_name: str = "key", value_name: str = "value") -> dict[Any, Any]:
    """The mapping of a list of {key, value}."""
    bounds.check_weight(key_name, value_name)
    made: dict[Any, Any] = {}
    for number, item in enumerate(listed(value, "items2dict")):
        if not isinstance(item, Mapping) or key_name not in item or value_name not in item:
            what = f"item {number} is no mapping with the keys {key_name!r} and {value_name!r}"
            raise TemplateFailure(f"filter 'items2dict': {what}")
        bounds.check_weight(item[key_name])
        made[item[key_name]] = item[value_name]
    return made


def difference(value: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Items that the other list does not have, each once, in their order."""
    others = _keyed(other, "difference")
    return [item for key, item in _keyed(value, "difference").items() if key not in others]


def intersect(value: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Items of both lists, each once, in the order of the first."""
    others = _keyed(other, "intersect")
    return [item for key, item in _keyed(value, "intersect").items() if key in others]


def union(value: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Items of either list, each once, those of the first before the others."""
    found = _keyed(value, "union")
    for key, item in _keyed(other, "union").items():
        found.setdefault(key, item)
    return list(found.values())


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    bounds.check_weight(items, others)
    keys = {_key(item) for item in bounds.ticked(others)}
    return [item for item in bounds.ticked(items) if _key(item) not in keys]


def _keyed(items: Iterable[Any], filter_name: str) -> dict[Any, Any]:
    """The items by a key that is the same for equal ones; the first of each."""
    found: dict[Any, Any] = {}
    for item in listed(items, filter_name):
        found.setdefault(_key(item), item)
    return found


def _key(item: Any) -> Any:
    """Something hashable that is equal where items are equal."""
    if isinstance(item, Mapping):
        return Mapping, frozenset((_key(key), _key(item[key])) for key in item)
    if isinstance(item, (list, tuple)):
        return type(item) is tuple, tuple(map(_key, item))
    return frozenset(item) if isinstance(item, set) else item


def flatten(value: Iterable[Any], levels: int | None = None, skip_nulls: bool = True) -> list[Any]:
    """Lists inside lists as one; `levels` says how deep, null is left out."""
    found: list[Any] = []
    walked = 0
    waiting = [(iter(listed(value, "flatten")), levels)]
    while waiting:
        items, left = waiting[-1]
        for item in items:
            walked += 1
            if isinstance(item, (list, tuple)) and left != 0:
                waiting.append((iter(item), None if left is None else left - 1))
                break
            if item is not None or not skip_nulls:
                found.append(item)
        else:
            waiting.pop()
        bounds.check_items(walked)
    return found


def ternary(value: Any, true: Any, false: Any, none: Any = None) -> Any:
    """One of two values; a third for null."""
    if value is None and none is not None:
        return none
    return true if value else false


def zipped(value: Iterable[Any], *others: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Items of several lists side by side, as many as the shortest has."""
    rows: list[tuple[Any, ...]] = []
    columns = [listed(items, "zip") for items in (value, *others)]
    for row in zip(*columns, strict=False):
        rows.append(row)
        bounds.check_items(len(rows) * len(columns))
    return rows


def _mapping(value: Any, filter_name: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise wrong_kind(value, filter_name, "a mapping")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    "combine": combine,
    "dict2items": dict2items,
    "items2dict": items2dict,
    "difference": difference,
    "intersect": intersect,
    "union": union,
    "flatten": flatten,
    "ternary": ternary,
    "zip": zipped,
}
