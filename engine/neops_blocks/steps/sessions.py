"""The one session of a device: opened by the first step that needs it, kept, closed whatever happens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import SessionLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from neops_blocks.drivers import Session


class SessionKeeper:
    """Opens a session when one is asked for, again when it was lost, and never after close().

    One thread at a time asks for the session; close() may come from any thread at any moment and never waits.
    """

    def __init__(self, open_session: Callable[[], Session]) -> None:
        self._open = open_session
        self._session: Session | None = None
        self._opening = threading.Lock()
        self._closed = threading.Event()

    def get(self) -> Session:
        """The open session. Raises Failure where it cannot be opened."""
        with self._opening:
            self._refuse_when_closed()
            if self._session is None or not self._session.alive:
                self.suspend()
                self._session = self._open()
                if self._closed.is_set():
                    self.suspend()
                    self._refuse_when_closed()
            return self._session

    def suspend(self) -> None:
        """Close the session for now; the next get() opens another."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def close(self) -> None:
        """Close for good: a thread that waits for the device ends with SessionLost."""
        self._closed.set()
        self.suspend()

    def _refuse_when_closed(self) -> None:
        if self._closed.is_set():
            raise SessionLost(
                "the session was closed because the run is over", hint="nothing: the run was stopped"
            )
