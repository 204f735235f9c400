"""The session port: what a step may ask of a device, whichever library carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HostKeyPolicy = Literal["strict", "accept-new", "ignore"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a session goes and how it logs in; times in seconds, platform by its neops short name."""

    name: str
    host: str
    platform: str
    port: int = 22
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    enable_password: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    host_key: HostKeyPolicy = "accept-new"
    known_hosts: Path | None = None
    connect_timeout: float = 10.0
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that a command asks, as a regular expression, and the answer to send."""

    expect: str
    send: str = field(repr=False)


class Session(Protocol):
    """One open session; used by one thread at a time, but close() may come from any thread."""

    @property
    def alive(self) -> bool:
        """False once the session was closed or lost."""

    def send(
        self, command: str, *, timeout: float, prompts: Sequence[Prompt] = (), disconnects: bool = False
    ) -> str:
        """Send one command in exec mode; its output, without the echo and the prompt.

        Raises:
            CommandRejected: the output matches an error pattern of the platform (the session stays usable).
            CommandTimeout: no prompt within timeout seconds (the session is closed).
            SessionLost: the connection ended; with disconnects=True that is success.
        """

    def enable(self, *, timeout: float) -> None:
        """Enter privileged mode; nothing to do where the session is in it already."""

    def close(self) -> None:
        """Close the socket, at once and for good; a thread that waits in send() ends. Safe to repeat."""


class Driver(Protocol):
    """A library that can open sessions."""

    name: str

    def supports(self, platform: str) -> bool:
        """Whether the driver knows the platform, given by its neops short name."""

    def open(self, target: Target) -> Session:
        """Open a session and prepare it (paging off), in at most target.connect_timeout seconds.

        Raises:
            Failure: one of the connect, authentication and host key failures.
        """
