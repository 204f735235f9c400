"""Which keys a model knows at a path: for "did you mean"."""

from __future__ import annotations

import typing
from typing import Any

from pydantic import BaseModel


def keys_of(model: type[BaseModel]) -> set[str]:
    """The keys that an author may write in a mapping."""
    return {info.alias or name for name, info in model.model_fields.items()}


def keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> set[str]:
    """The keys that may be written in the mapping at a path below a model's mapping."""
    known: set[str] = set()
    for found in _models_at(model, path):
        known |= keys_of(found)
    return known


def _models_at(annotation: Any, path: tuple[str | int, ...]) -> list[type[BaseModel]]:
    models = list(_models(annotation))
    if not path:
        return models
    found: list[type[BaseModel]] = []
    for model in models:
        for name, info in model.model_fields.items():
            if path[0] == (info.alias or name):
                found += _models_at(info.annotation, _into(info.annotation, path[1:]))
    return found


def _into(annotation: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The rest of a path once the key or index of a dict or list annotation is taken."""
    holds = any(typing.get_origin(part) in (dict, list) for part in _flat(annotation))
    return path[1:] if holds and path else path


def _flat(annotation: Any) -> typing.Iterator[Any]:
    yield annotation
    if typing.get_origin(annotation) not in (dict, list):
        for argument in typing.get_args(annotation):
            yield from _flat(argument)


def _models(annotation: Any) -> typing.Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)
