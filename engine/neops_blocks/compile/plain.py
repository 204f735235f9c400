"""Values of any type made into those that JSON has."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from typing import Any

from neops_blocks.diagnostics import ResultInvalid

DEPTH = 100


def plain(value: Any, place: str = "") -> Any:
    """A deep copy of the value in the types that JSON has.

    Sets become sorted lists; dates, addresses, paths and the like the text they are usually written as.

    Raises:
        ResultInvalid: JSON has nothing for a part of it; `place` begins the path to that part.
    """
    return _plain(value, place, 0)


def _plain(value: Any, place: str, depth: int) -> Any:
    if depth > DEPTH:
        raise ResultInvalid(
            f"{_at(place[:80])}the value is nested deeper than {DEPTH} levels, or contains itself"
        )
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _finite(float(value), place)
    if isinstance(value, Mapping):
        return _mapping(value, place, depth)
    if isinstance(value, list | tuple) or hasattr(value, "__next__"):
        return [_plain(item, f"{place}[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item, place, depth + 1) for item in value), key=_order)
    return _written(value, place)


def _mapping(value: Mapping[Any, Any], place: str, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, item in value.items():
        name = _key(key, place)
        if name in made:
            raise ResultInvalid(f"{_at(place)}two keys are {name!r} when they are written as text")
        made[name] = _plain(item, f"{place}.{name}" if place else name, depth + 1)
    return made


def _key(key: Any, place: str) -> str:
    if isinstance(key, bool) or key is None:
        return {True: "true", False: "false", None: "null"}[key]
    text = _plain(key, place, 0)
    if isinstance(text, dict | list):
        raise ResultInvalid(f"{_at(place)}a key is a {type(key).__name__}", hint="keys are text")
    return str(text)


def _finite(value: float, place: str) -> float:
    if math.isfinite(value):
        return value
    raise ResultInvalid(f"{_at(place)}{value} is no number that JSON has", hint="make it null or text")


def _written(value: Any, place: str) -> Any:
    if isinstance(value, os.PathLike):
        return str(value)
    from pydantic_core import PydanticSerializationError, to_jsonable_python

    try:
        made = to_jsonable_python(value, by_alias=False)
    except (PydanticSerializationError, ValueError) as error:
        raise ResultInvalid(
            f"{_at(place)}a value of type {type(value).__name__} cannot be part of a result",
            hint="make it text, a number, a list or a mapping",
        ) from error
    return _finite(made, place) if isinstance(made, float) else made


def _at(place: str) -> str:
    return f"{place}: " if place else ""


def _order(item: Any) -> tuple[str, Any]:
    return (type(item).__name__, item) if isinstance(item, str | int | float) else ("~", str(item))
