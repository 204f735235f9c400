"""netmiko's own connection classes on our wire: no second connect, no busy polling, always a deadline."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from netmiko import BaseConnection
from netmiko.channel import SSHChannel
from netmiko.ssh_dispatcher import ssh_dispatcher

from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.options import PASSED_ON

if TYPE_CHECKING:
    import paramiko

    from neops_blocks.drivers.netmiko.wire import Wire
    from neops_blocks.drivers.port import Target

SLICE = 0.01


class WaitingChannel(SSHChannel):
    """Waits a moment for data where netmiko would sleep; ends at the deadline and with the connection."""

    def __init__(self, conn: paramiko.Channel, encoding: str) -> None:
        super().__init__(conn, encoding)
        self.deadline = Deadline(float("inf"))

    def read_channel(self) -> str:
        """What has come; an empty text after a moment without anything. Raises TimeoutError, EOFError."""
        if self.deadline.passed:
            raise TimeoutError
        channel = self.remote_conn
        assert channel is not None
        channel.settimeout(min(SLICE, max(self.deadline.left, 0.001)))
        try:
            data = channel.recv(65536)
        except TimeoutError:
            return ""
        if not data:
            raise EOFError("the device closed the session")
        return data.decode(self.encoding, "ignore")


class OnWire(BaseConnection):
    """Put before a class of netmiko, it makes that class use a wire that is connected already."""

    wire: Wire

    def establish_connection(self, width: int = 511, height: int = 1000) -> None:
        """Take the shell of the wire."""
        assert self.wire.channel is not None
        self.remote_conn = self.wire.channel
        self.channel = WaitingChannel(self.wire.channel, self.encoding)

    def paramiko_cleanup(self) -> None:
        """Cut the connection."""
        self.wire.close()

    def forget(self) -> None:
        """Undo what netmiko registered in its module's logger for this connection."""
        logging.getLogger("netmiko").removeFilter(self._secrets_filter)


@lru_cache(maxsize=256)
def class_on_wire(device_type: str) -> type[Any]:
    """netmiko's class for the device type, on a wire."""
    base = ssh_dispatcher(device_type)
    return type(f"{base.__name__}OnWire", (OnWire, base), {})


def connection_on(wire: Wire, target: Target, device_type: str, options: dict[str, Any]) -> Any:
    """A connection object of netmiko over the wire; its session is not prepared yet."""
    connection = class_on_wire(device_type)(
        host=target.host,
        port=target.port,
        username=target.username or "",
        password=target.password,
        secret=target.enable_password or "",
        device_type=device_type,
        auto_connect=False,
        **{key: value for key, value in options.items() if key in PASSED_ON},
    )
    connection.wire = wire
    connection.establish_connection()
    return connection
