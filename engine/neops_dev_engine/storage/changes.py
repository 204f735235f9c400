"""`Changes`: waiting on the event loop until something changes in the database."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Changes:
    """Tells listeners of topics that something was committed. Lives on one event loop."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._closed = False

    @contextlib.contextmanager
    def listen(self, topics: Iterable[str]) -> Iterator[asyncio.Event]:
        """An event that is set at the first change from now on, and when the engine stops.

        Listen first and look at the database then: what is committed between the two is not missed. Clear the
        event before looking again.
        """
        event = asyncio.Event()
        names = set(topics)
        for name in names:
            self._listeners.setdefault(name, set()).add(event)
        if self._closed:
            event.set()
        try:
            yield event
        finally:
            for name in names:
                listeners = self._listeners[name]
                listeners.discard(event)
                if not listeners:
                    del self._listeners[name]

    def announce(self, topics: Iterable[str]) -> None:
        """Wake the listeners of some topics. On the event loop only."""
        for name in topics:
            for event in self._listeners.get(name, ()):
                event.set()

    @property
    def closed(self) -> bool:
        """Whether the engine stops: nobody should go on waiting."""
        return self._closed

    def close(self) -> None:
        """Wake everybody for good."""
        self._closed = True
        self.announce(list(self._listeners))
