"""Platforms have no list of their own: those that devices have are all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Platforms:
    """The platforms by short name."""

    def __init__(self, devices: Iterable[Mapping[str, Any]]) -> None:
        found = [device["platform"] for device in devices if isinstance(device.get("platform"), dict)]
        self._known: dict[Any, dict[str, Any]] = {platform.get("shortName"): platform for platform in found}

    def get(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """A platform; without an id, the one that other devices have under its short name, or a new one."""
        given = {key: value for key, value in wanted.items() if value is not None}
        name = given.get("shortName") or given.get("name")
        if "id" in given or name is None:
            return given
        if name not in self._known:
            highest = max((platform.get("id") or 0 for platform in self._known.values()), default=0)
            self._known[name] = {"id": highest + 1, "shortName": name, "name": name}
        self._known[name] = self._known[name] | given
        return self._known[name]
