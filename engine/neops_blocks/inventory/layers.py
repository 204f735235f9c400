"""Applies groups and defaults to devices: the device wins, then its groups in order, then the defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, did_you_mean
from neops_blocks.inventory.errors import problem
from neops_blocks.inventory.fields import MERGED
from neops_blocks.inventory.hosts import Group, Host, Setting, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neops_blocks.diagnostics import Finding
    from neops_blocks.inventory.hosts import Entry


def unknown_groups(entries: Iterable[Entry], groups: Mapping[str, Entry]) -> list[Finding]:
    """A finding for each group that is named and does not exist."""
    return [
        problem(
            Code.WRONG_VALUE,
            f"there is no group {str(group.value)!r}",
            group.span,
            hint=did_you_mean(str(group.value), groups, what="known groups"),
        )
        for entry in entries
        for group in entry.groups
        if group.value not in groups
    ]


def lineage(entry: Entry, groups: Mapping[str, Entry]) -> list[str]:
    """Every group of an entry, direct and indirect, the one that wins first; a circle is walked once."""
    found: list[str] = []
    waiting = [str(group.value) for group in entry.groups]
    while waiting:
        name = waiting.pop(0)
        if name in groups and name not in found:
            found.append(name)
            waiting[:0] = [str(group.value) for group in groups[name].groups]
    return found


def apply(entries: Iterable[Entry], groups: Mapping[str, Entry], defaults: Settings) -> tuple[Host, ...]:
    """The devices with everything applied; their ids count from 1 in the order of the file."""
    hosts = []
    for number, entry in enumerate(entries, start=1):
        names = lineage(entry, groups)
        layers = [entry.settings, *(groups[name].settings for name in names), defaults]
        hosts.append(Host(entry.name, number, tuple(names), merged(layers), entry.span))
    return tuple(hosts)


def merged(layers: Iterable[Settings]) -> Settings:
    """The first layer that gives a key wins; mappings of data, timeout and options merge key by key."""
    result: Settings = {}
    for layer in layers:
        for key, setting in layer.items():
            if key not in result:
                result[key] = setting
            elif key in MERGED:
                result[key] = Setting({**setting.value, **result[key].value}, result[key].span)
    return result


def named_groups(groups: Mapping[str, Entry]) -> dict[str, Group]:
    """The groups as a run sees them."""
    return {
        name: Group(name, number, entry.settings["facts"].value if "facts" in entry.settings else {})
        for number, (name, entry) in enumerate(groups.items(), start=1)
    }
