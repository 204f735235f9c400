"""The `connection` key: how devices are reached; the inventory and the settings may give the same keys."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from neops_blocks.model.strict import Seconds, Strict


class Timeouts(Strict, defer_build=False):
    """Seconds to wait."""

    connect: Seconds | None = None
    """For the session to open."""

    command: Seconds | None = None
    """For a command to finish, where the step has no timeout."""


class ConnectionModel(Strict, defer_build=False):
    """How the sessions to the devices are opened."""

    driver: str | None = None
    """The library: auto, netmiko, scrapli, or another one that is registered."""

    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """The TCP port."""

    host_key: Literal["strict", "accept-new", "ignore"] | None = None
    """What to do about the device's host key."""

    timeout: Timeouts | None = None
    """Seconds to wait."""

    username: str | None = None
    """The user name to log in with."""

    password: str | None = None
    """The password to log in with."""

    enable_password: str | None = None
    """The password of the privileged mode."""

    key_file: str | None = None
    """The private key to log in with."""

    options: dict[str, Any] | None = None
    """What only the driver knows."""

    def given(self) -> dict[str, Any]:
        """The keys that the author wrote, as written."""
        return self.model_dump(exclude_unset=True, exclude_none=True)
