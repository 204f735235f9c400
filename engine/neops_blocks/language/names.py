"""What the names of expressions and the fields of results mean, in a sentence each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "params": "The parameters of the block, by name.",
        "device": "The device that the step runs on: the fields of its entity, `name`, and `data`.",
        "devices": "A list of all targets of the block.",
        "steps": "The results of earlier steps, by their `id`.",
        "this": "The result of this attempt of the step.",
        "index": "The number of the item of the loop, from 0.",
        "group": "The device group that the job is about.",
        "interface": "The interface that the job is about.",
        "hosts": "What became of each target, by name, as it was at the last cut.",
        "succeeded": "The part of `hosts` that is ok.",
        "failed": "The errors of the targets that failed: `{name: error}`.",
        "skipped": "The names of the devices that `fan_out.where` left out.",
        "error": "What the step before failed with.",
    }
)

RESULT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "ok": "Whether the step did its work.",
        "skipped": "Whether `when` or the platform left the step out; it then has none of its kind's fields.",
        "error": "Null, or what went wrong: `code`, `message`, `hint`.",
        "attempts": "How often the step was tried.",
        "elapsed": "How long the step took, in seconds.",
        "results": "The result of each item of the loop, in order.",
        "output": "What the device printed, as text; of several commands all of it, joined.",
        "outputs": "What the device printed, a text for each command.",
        "parsed": "What `parse` made of the output; of several commands a list.",
        "value": "The value.",
        "failures": "The messages of the conditions that do not hold.",
    }
)

ENTRY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "ok": "Whether none of its steps has failed.",
        "error": "Null, or what went wrong: `code`, `message`, `hint`.",
        "device": "The device: the fields of its entity, `name`, and `data`.",
        "steps": "The results of its steps, by their `id`.",
    }
)
"""What an entry of `hosts` and `succeeded` has."""

DEVICE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "The hostname, else the address, else `id-N`.",
        "data": "What the inventory gives as `data`; the same as `facts`.",
        "platform": "The operating system; its `short_name` is what everybody goes by.",
        "ip": "The address; `host` in an inventory.",
    }
)
"""Fields of a device that do not explain themselves."""

ERROR_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "code": "The stable code of the error, such as `connect_timeout`.",
        "message": "What happened, in a sentence.",
        "hint": "What to do about it.",
    }
)
