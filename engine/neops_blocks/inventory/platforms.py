"""The platform of a device in our own format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, did_you_mean
from neops_blocks.drivers import canonical, known_platforms
from neops_blocks.inventory.hosts import Setting

if TYPE_CHECKING:
    from neops_blocks.inventory.draft import Draft
    from neops_blocks.inventory.hosts import Settings
    from neops_blocks.source import Node


def check_platform(draft: Draft, settings: Settings, node: Node, place: str) -> None:
    """Take the platform of a device: a name, or a mapping with short_name; an unknown one is an error."""
    where = node.at("short_name") if node.kind == "mapping" else node
    if where is None or not isinstance(where.value, str):
        draft.wrong(
            Code.WRONG_TYPE,
            f"{place} must be the name of a platform",
            node.span,
            hint="platform: ios",
            path=place,
        )
        return
    name = canonical(where.value)
    if name not in known_platforms():
        draft.wrong(
            Code.UNKNOWN_PLATFORM,
            f"unknown platform {where.value!r}",
            where.span,
            hint=did_you_mean(where.value, known_platforms(), what="known platforms"),
            path=place,
        )
        return
    value = {**node.plain(), "short_name": name} if node.kind == "mapping" else name
    settings["platform"] = Setting(value, node.span)
