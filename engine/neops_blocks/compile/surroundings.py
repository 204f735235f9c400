"""What a step meets where it runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import SessionLost

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Coroutine, Mapping

    from neops_blocks.compile.access import Access
    from neops_blocks.drivers import Session
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.logger.masking import Masker


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step meets on a device, or once for the block: then host, platform, device and access are None.

    Attributes:
        block: the name of the block.
        stopped: set when the run is over; whoever waits ends.
    """

    block: str
    host: str | None
    platform: str | None
    device: Any
    access: Access | None
    scope: Mapping[str, Any]
    params: Mapping[str, Any]
    await_on_loop: Callable[[Coroutine[Any, Any, Any], float | None], Any]
    stopped: threading.Event
    masker: Masker
    logger: BaseLogger

    def session(self, own: Mapping[str, Any] | None) -> Session:
        """The session for the step. Raises Failure."""
        if self.access is None:
            raise SessionLost(
                "a step that runs once for the block has no device, and so no session",
                hint="use the session in a step that runs on the devices",
            )
        return self.access.session(own)

    def command_timeout(self, own: Mapping[str, Any] | None) -> float:
        """Seconds for a command of a step without a timeout. Raises Failure."""
        return math.inf if self.access is None else self.access.command_timeout(own)

    def close_own_session(self) -> None:
        """Close the session that the step had for itself."""
        if self.access is not None:
            self.access.close_own()
