"""What both kinds of session share: life and death of the wire, and rejected commands."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Failure, SessionLost
from neops_blocks.drivers.netmiko.errors import working
from neops_blocks.drivers.rejections import accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neops_blocks.drivers.netmiko.wire import Wire
    from neops_blocks.drivers.platforms import Platform
    from neops_blocks.drivers.port import Target


class WireSession:
    """A session on a wire."""

    def __init__(self, target: Target, wire: Wire, connection: Callable[[], Any], facts: Platform) -> None:
        self.target = target
        self._wire = wire
        self._make_connection = connection
        self._facts = facts
        self._prompt = ""
        self._gone = threading.Event()

    @cached_property
    def connection(self) -> Any:
        """The connection object of netmiko, for what only netmiko can do."""
        connection = self._make_connection()
        if self._prompt:
            connection.base_prompt = self._prompt[:-1][:16]
        return connection

    @property
    def alive(self) -> bool:
        """False once the session was closed or lost."""
        channel = self._wire.channel
        return channel is not None and not (
            self._gone.is_set()
            or channel.closed
            or channel.eof_received
            or not self._wire.transport.is_active()
        )

    def close(self) -> None:
        """Cut the connection, at once."""
        self._gone.set()
        self._wire.close()
        if "connection" in self.__dict__:
            self.connection.forget()

    @contextmanager
    def _work(self, command: str, timeout: float) -> Iterator[None]:
        """Translate errors; the session ends with every one of them."""
        if self._gone.is_set():
            raise SessionLost(f"the session with {self.target.name} is closed", command=command)
        try:
            with working(self.target, command, timeout):
                yield
        except Failure as failure:
            closed, failure.command = self._gone.is_set(), command
            self.close()
            if closed and not isinstance(failure, SessionLost):
                raise SessionLost(
                    f"the session with {self.target.name} was closed", command=command
                ) from failure
            raise

    def _accepted(self, command: str, output: str) -> str:
        """The output. Raises CommandRejected where it says that the command is wrong."""
        return accepted(self.target.name, command, output, self._facts.errors)
