"""Lists and mappings, with Ansible's names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from neops_blocks.templates import bounds


def combine(value: Mapping[Any, Any], *others: Mapping[Any, Any], recursive: bool = False) -> dict[Any, Any]:
    """Mappings merged, later ones first; `recursive` merges mappings inside too."""
    merged = dict(value)
    for other in others:
        for key, item in other.items():
            old = merged.get(key)
            if recursive and isinstance(old, Mapping) and isinstance(item, Mapping):
                item = combine(old, item, recursive=True)
            merged[key] = item
    return merged


def dict2items(value: Mapping[Any, Any], key_name: str = "key", value_name: str = "value") -> list[Any]:
    """A list of {key, value}."""
    return [{key_name: key, value_name: item} for key, item in value.items()]


def items2dict(value: Iterable[Any], key_name: str = "key", value_name: str = "value") -> dict[Any, Any]:
    """The mapping of a list of {key, value}."""
    return {item[key_name]: item[value_name] for item in value}


def _unique(items: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for item in bounds.ticked(items):
        if item not in found:
            found.append(item)
    return found


def difference(value: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Items that the other list does not have."""
    others = list(other)
    return _unique(item for item in value if item not in others)


def intersect(value: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Items of both lists."""
    others = list(other)
    return _unique(item for item in value if item in others)


def union(value: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Items of either list."""
    return _unique([*value, *other])


def flatten(value: Iterable[Any], levels: int | None = None, skip_nulls: bool = True) -> list[Any]:
    """Lists inside lists as one."""
    found: list[Any] = []
    for item in bounds.ticked(value):
        if isinstance(item, (list, tuple)) and levels != 0:
            found += flatten(item, None if levels is None else levels - 1, skip_nulls)
        elif item is not None or not skip_nulls:
            found.append(item)
        bounds.check_size(len(found), limit=bounds.MAX_ITEMS)
    return found


def ternary(value: Any, true: Any, false: Any, none: Any = None) -> Any:
    """One of two values; a third for null."""
    if value is None and none is not None:
        return none
    return true if value else false


def zipped(value: Iterable[Any], *others: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Items of several lists side by side."""
    return list(zip(value, *others, strict=False))


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
