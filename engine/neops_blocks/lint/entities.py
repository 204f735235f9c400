"""What devices, groups and interfaces have in expressions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel


@functools.cache
def fields_of(*path: str) -> frozenset[str] | None:
    """The fields of an entity or of its platform; None of anything that may have any keys.

    The models of the engine's API are imported when the first expression reads one of them.
    """
    from neops_worker_sdk.workflow.dto import DeviceGroupTypeDto, DeviceTypeDto, InterfaceTypeDto
    from neops_worker_sdk.workflow.parts import PlatformTypeDto

    models: dict[tuple[str, ...], tuple[type[BaseModel], set[str]]] = {
        ("device",): (DeviceTypeDto, {"name", "data"}),
        ("device", "platform"): (PlatformTypeDto, set()),
        ("group",): (DeviceGroupTypeDto, set()),
        ("interface",): (InterfaceTypeDto, set()),
    }
    if path not in models:
        return None
    model, more = models[path]
    return frozenset(model.model_fields) | frozenset(more)
