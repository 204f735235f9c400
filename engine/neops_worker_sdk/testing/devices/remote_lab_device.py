"""A device of a remote lab, as the lab describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from neops_worker_sdk.testing.devices.base_mock_device import BaseMockDevice

if TYPE_CHECKING:
    from collections.abc import Mapping


class DeviceInfo(Protocol):
    """What a fixture of neops_remote_lab gives for each device."""

    @property
    def name(self) -> str:
        """The name of the node."""

    @property
    def raw(self) -> Mapping[str, Any]:
        """All that the lab says about it."""


class RemoteLabDevice(BaseMockDevice):
    """A node of a lab; it is reached by the address of its management interface, which is its host name too.

    Args:
        node_name: its name in the lab.
        inspect_data: all that the lab says about it.

    Raises:
        ValueError: its address, its user or its platform is missing there.
    """

    def __init__(self, node_name: str, inspect_data: Mapping[str, Any]) -> None:
        self._name = node_name
        self._ip = self._text(inspect_data, "mgmt", "ipv4")
        self._username = self._text(inspect_data, "ansible_user")
        self._password = str(inspect_data.get("ansible_ssh_pass") or "")
        self._device_type = self._text(inspect_data, "ansible_network_os")

    @staticmethod
    def from_dto(netlab_device: DeviceInfo) -> RemoteLabDevice:
        """The device that a fixture's element describes."""
        return RemoteLabDevice(netlab_device.name, netlab_device.raw)

    @property
    def name(self) -> str:
        """Its name in the lab."""
        return self._name

    @property
    def host(self) -> str:
        """Its address: the lab's names are not known outside of it."""
        return self._ip

    @property
    def ip(self) -> str:
        """Its address."""
        return self._ip

    @property
    def username(self) -> str:
        """Who logs in."""
        return self._username

    @property
    def password(self) -> str:
        """The password of the login; empty if the lab has none."""
        return self._password

    @property
    def device_type(self) -> str:
        """Its platform."""
        return self._device_type

    def _text(self, data: Any, *path: str) -> str:
        for key in path:
            data = data.get(key) if hasattr(data, "get") else None
        if not data:
            raise ValueError(f"the lab says nothing about {'.'.join(path)} of its device {self._name}")
        return str(data)
