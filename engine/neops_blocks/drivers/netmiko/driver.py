"""The driver that opens sessions through netmiko."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.drivers.platforms import platform_facts

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Session, Target


class NetmikoDriver:
    """Opens sessions through netmiko and paramiko, which are loaded with the first session."""

    name = "netmiko"

    def supports(self, platform: str) -> bool:
        """Whether netmiko has a device type for the platform."""
        facts = platform_facts(platform)
        return facts is not None and facts.netmiko is not None

    def open(self, target: Target) -> Session:
        """Open a session and prepare it, as the port says."""
        from neops_blocks.drivers.netmiko.session import open_session

        return open_session(target)
