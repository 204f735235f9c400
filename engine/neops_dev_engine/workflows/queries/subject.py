"""`Subject`: an entity as a query sees it. What it refers to is seen through it, its secrets are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic.alias_generators import to_camel

from neops_dev_engine.workflows.relations import REFERENCES

Scalar = str | int | float | bool
Related = Callable[[str, int], Mapping[str, Any] | None]
"""Gives an entity by its kind and id."""

_SECRET = frozenset({"password", "connectionOptions"})


class Subject:
    """An entity.

    Args:
        kind: device, interface or group.
        entity: as a job's context has it.
        related: gives the entities that it refers to by id.
    """

    def __init__(self, kind: str, entity: Mapping[str, Any], related: Related) -> None:
        self._kind = kind
        self._entity = entity
        self._related = related

    def values(self, field: tuple[str, ...]) -> Iterator[Scalar]:
        """The values of a field, which is given as the parts of its dotted name."""
        return self._values(self._kind, self._entity, field)

    def all_values(self) -> Iterator[Scalar]:
        """All values of the entity itself."""
        return _scalars(self._entity)

    def _values(self, kind: str | None, value: Any, field: tuple[str, ...]) -> Iterator[Scalar]:
        if isinstance(value, list):
            for item in value:
                yield from self._values(kind, item, field)
        elif not field:
            yield from _scalars(value)
        elif isinstance(value, Mapping):
            key = field[0] if field[0] in value else to_camel(field[0])
            if key in value and key not in _SECRET:
                target = REFERENCES.get(kind or "", {}).get(key)
                for item in _items(value[key]):
                    yield from self._values(target, self._whole(target, item), field[1:])

    def _whole(self, kind: str | None, item: Any) -> Any:
        """The entity that a reference means."""
        if kind is None or not isinstance(item, Mapping) or not isinstance(item.get("id"), int):
            return item
        return self._related(kind, item["id"]) or item


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _scalars(value: Any) -> Iterator[Scalar]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _SECRET:
                yield from _scalars(item)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif isinstance(value, Scalar):
        yield value
