"""Devices and groups of an inventory, whichever format they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from neops_blocks.inventory.context import build_context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_blocks.diagnostics import Span
    from neops_worker_sdk.workflow import JobExecutionContextDto


class Setting(NamedTuple):
    """A value and where it was written."""

    value: Any
    span: Span


Settings = dict[str, Setting]


@dataclass
class Entry:
    """A device or a group as its file gives it, before groups and defaults are applied.

    `groups` are the names of the groups it belongs to, the one that wins first.
    """

    name: str
    span: Span
    settings: Settings = field(default_factory=dict, repr=False)
    groups: list[Setting] = field(default_factory=list)


@dataclass(frozen=True)
class Host:
    """A device, with all its groups and the defaults applied.

    `settings` holds fields of the device entity and keys of the connection by their names; a secret may be a
    reference that is looked up when the host is used.
    """

    name: str
    id: int
    groups: tuple[str, ...]
    settings: Mapping[str, Setting] = field(repr=False)
    span: Span = field(repr=False)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a field or a connection key."""
        setting = self.settings.get(key)
        return default if setting is None else setting.value

    @property
    def platform(self) -> str | None:
        """The platform's short name."""
        platform = self.get("platform")
        return platform.get("short_name") if isinstance(platform, dict) else platform

    @property
    def data(self) -> Mapping[str, Any]:
        """The author's own data, that of the groups below that of the device."""
        found: Mapping[str, Any] = self.get("facts", {})
        return found


@dataclass(frozen=True)
class Group:
    """A named set of devices with data of its own."""

    name: str
    id: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Inventory:
    """What there is to run against."""

    file: str
    devices: tuple[Host, ...]
    groups: Mapping[str, Group]
    env: Mapping[str, str] = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)

    def members(self, group: str) -> tuple[Host, ...]:
        """The devices of a group, those of its subgroups included."""
        return tuple(host for host in self.devices if group in host.groups)

    def to_context(self, hosts: Sequence[Host], group: Group | None = None) -> JobExecutionContextDto:
        """The entities of a job for these devices, with their secrets looked up.

        Raises:
            InvalidInventoryError: a secret is missing or a field has a value that a device cannot have.
        """
        return build_context(hosts, group, env=self.env, texts=self.texts)
