"""Parameters of blocks that look for hosts in subnets."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import Field, field_validator

from neops_worker_sdk.function_block.engine_schema import EngineSchemaFunctionBlockParams
from neops_worker_sdk.function_block.params.blank import BLANK_IS_NONE
from neops_worker_sdk.function_block.params.credentials import (  # noqa: TC001 - pydantic reads it
    CredentialsField,
    OptionalCredentials,
)
from neops_worker_sdk.function_block.params.host import Host, PlatformField

if TYPE_CHECKING:
    from collections.abc import Iterator


class Subnet(EngineSchemaFunctionBlockParams):
    """Addresses to look at; credentials and platform hold for all of them. A single host has no length."""

    cidr: str
    credentials: CredentialsField = None
    platform: PlatformField = None

    @field_validator("cidr")
    @classmethod
    def _normalised(cls, cidr: str) -> str:
        return str(ipaddress.ip_network(cidr.strip(), strict=False))


Hosts: TypeAlias = Annotated[list[Host] | None, BLANK_IS_NONE]
HostsField: TypeAlias = Annotated[
    Hosts, Field(default=None, title="Hosts", description="Hosts, each with a login of its own or without.")
]
Subnets: TypeAlias = Annotated[list[Subnet] | None, BLANK_IS_NONE]
SubnetsField: TypeAlias = Annotated[
    Subnets,
    Field(
        default=None,
        title="Subnets",
        description="Subnets to look at; the smallest one around a host counts.",
    ),
]


@dataclass
class Target:
    """A host to look at, and the logins that its subnet, or else everybody, shares."""

    host: Host
    credentials: OptionalCredentials


class TargetLimitExceeded(ValueError):
    """The subnets hold more hosts than were allowed.

    Attributes:
        count: how many there are at least.
    """

    def __init__(self, count: int) -> None:
        super().__init__(
            f"the subnets hold {count} hosts or more, which is over the limit: make them smaller"
        )
        self.count = count


class DiscoveryParameters(EngineSchemaFunctionBlockParams):
    """Where to look for hosts, and with which logins."""

    subnets: SubnetsField = None
    credentials: CredentialsField = None

    def targets(self, limit: int) -> list[Target]:
        """The hosts of all subnets, each once, the smallest subnets first.

        Args:
            limit: how many there may be; 0 or less: any number.

        Raises:
            TargetLimitExceeded: there are more; nothing beyond the limit is looked at.
        """
        found: dict[str, Target] = {}
        for address, subnet in self._addresses():
            if address not in found:
                if 0 < limit <= len(found):
                    raise TargetLimitExceeded(limit + 1)
                found[address] = self._target(address, subnet)
        return list(found.values())

    def _addresses(self) -> Iterator[tuple[str, Subnet]]:
        networks = [(ipaddress.ip_network(subnet.cidr), subnet) for subnet in self.subnets or ()]
        for network, subnet in sorted(networks, key=lambda each: -each[0].prefixlen):
            for address in network.hosts():
                yield str(address), subnet

    def _target(self, address: str, subnet: Subnet) -> Target:
        own = subnet.credentials
        host = Host(ip=address, platform=subnet.platform)
        return Target(host, self.credentials if own is None else own)
