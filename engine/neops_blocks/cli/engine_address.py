"""Where an engine is."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

DEFAULT = "http://127.0.0.1:3030"


@dataclass(frozen=True)
class Address:
    """The base URL of an engine, without a slash at its end, as the settings of a worker give it."""

    url: str

    @property
    def host(self) -> str:
        """Name or address of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def page(self) -> str:
        """What a person opens in a browser."""
        return f"{self.url}/ui"

    def page_of(self, submission_id: str) -> str:
        """The part of the page about a submission."""
        return f"{self.page}/submissions/{quote(submission_id, safe='')}"

    @property
    def is_this_machine(self) -> bool:
        """Whether nothing that is sent there leaves the machine."""
        host = self.host
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def is_readable_on_the_way(self) -> bool:
        """Whether others on the network can read what is sent."""
        return urlsplit(self.url).scheme == "http" and not self.is_this_machine
