"""What a device of a test has to know about itself."""

from __future__ import annotations

from abc import ABC, abstractmethod

from neops_worker_sdk.workflow import DeviceTypeDto, Platform, generate_temporary_id


class BaseMockDevice(ABC):
    """A device of a test, which becomes an entity of a context."""

    @property
    @abstractmethod
    def host(self) -> str:
        """Its host name."""

    @property
    @abstractmethod
    def ip(self) -> str:
        """Its address."""

    @property
    @abstractmethod
    def username(self) -> str:
        """Who logs in."""

    @property
    @abstractmethod
    def password(self) -> str:
        """The password of the login; may be empty."""

    @property
    @abstractmethod
    def device_type(self) -> str:
        """Its platform, such as ``frr``; stands for its vendor too."""

    def to_neops_device(self) -> DeviceTypeDto:
        """The entity, with a temporary id."""
        number = generate_temporary_id()
        return DeviceTypeDto(
            id=number,
            hostname=self.host,
            ip=self.ip,
            username=self.username,
            password=self.password,
            vendor=self.device_type,
            platform=Platform(id=number, short_name=self.device_type),
        )
