"""The session as a function of the author's gets it: until its time is over."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import SessionLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from neops_blocks.drivers import Session


class Lease:
    """Gives the device's session to a function, and takes it away from one that was left behind."""

    def __init__(self, session: Callable[[], Session]) -> None:
        self._session = session
        self._opened: Session | None = None
        self._over = threading.Event()

    def session(self) -> Session:
        """The open session. Raises Failure where it cannot be opened, or the step is over."""
        self._refuse_when_over()
        opened = self._opened = self._session()
        self._refuse_when_over()
        return opened

    def revoke(self) -> None:
        """Close the session if the function has it: the device's next step opens another."""
        self._over.set()
        if self._opened is not None:
            self._opened.close()

    def _refuse_when_over(self) -> None:
        if self._over.is_set():
            raise SessionLost("the step that this function belongs to took longer than its timeout")
