"""The fields of devices, groups and interfaces, as expressions see them."""

from __future__ import annotations

import re
import typing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from neops_blocks.lsp.expression import ITEM
from neops_worker_sdk.workflow import DeviceGroupTypeDto, DeviceTypeDto, InterfaceTypeDto

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ENTITIES: Mapping[str, type[BaseModel]] = {
    "device": DeviceTypeDto,
    "group": DeviceGroupTypeDto,
    "interface": InterfaceTypeDto,
}
_OF_VIEW = (
    ("name", "text", "The hostname, else the address, else `id-N`."),
    ("data", "mapping", "What the inventory gives as `data`; the same as `facts`."),
)
_NOT_SHOWN = ("connection_options", "password")


def fields_of(entity: str, chain: Sequence[str] = ()) -> Iterator[tuple[str, str, str]]:
    """The fields that can be read of an entity, or of what a chain of its fields leads to.

    Each with a word or two about it, and with a text where there is one.
    """
    model: type[BaseModel] | None = ENTITIES[entity]
    for part in chain:
        field = model.model_fields.get(part) if model is not None else None
        if part != ITEM:
            model = _model_in(field.annotation) if field is not None else None
    if model is None:
        return
    if entity == "device" and not chain:
        yield from _OF_VIEW
    for key in model.model_fields:
        if key not in _NOT_SHOWN:
            yield key, f"field of the {_noun(model)}", ""


def _noun(model: type[BaseModel]) -> str:
    words = re.findall(r"[A-Z][a-z]*", model.__name__.removesuffix("Dto").removesuffix("Type"))
    return " ".join(words).lower()


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, typing.get_args(annotation))), None)
