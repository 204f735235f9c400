"""The outbox from the event loop: every call in one thread of its own, so that no disk stalls the worker."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from neops_worker_sdk.concurrency import DaemonThreadPoolExecutor
from neops_worker_sdk.worker.outbox import Outbox, open_outbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neops_worker_sdk.logger import BaseLogger

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """Calls methods of an `Outbox`; where the disk fails it says so once and goes on in memory."""

    def __init__(self, outbox: Outbox, logger: BaseLogger) -> None:
        self._outbox = outbox
        self._logger = logger
        self._thread = DaemonThreadPoolExecutor(1, thread_name_prefix="outbox")

    @classmethod
    def open(cls, state: Path, engine: str, logger: BaseLogger) -> Store:
        """The outbox below `state`, or one in memory where that cannot be written."""
        try:
            return cls(open_outbox(state, engine), logger)
        except OSError as error:
            logger.warning(
                f"Results are kept in memory only until they are delivered: {error}. "
                "Give a directory that can be written (STATE_DIR) to keep them over a restart"
            )
            return cls(Outbox(None), logger)

    async def call(self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run anything in the outbox's thread, in turn."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: method(*args, **kwargs))

    async def do(self, name: str, *args: object) -> None:
        """Call the outbox's method `name`; a disk that fails costs durability, not the job."""
        try:
            await self.call(getattr(self._outbox, name), *args)
        except Exception as error:  # noqa: BLE001 - the disk is full or gone; the results are still in memory
            self._logger.error(f"The outbox {self._outbox.path} failed ({name}): {error}")

    @property
    def outbox(self) -> Outbox:
        """What `call` may be given methods of."""
        return self._outbox

    async def aclose(self) -> None:
        """Close the file after everything that was asked before."""
        await self.call(self._outbox.close)
        self._thread.shutdown()
