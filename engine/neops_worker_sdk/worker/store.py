"""The outbox from the event loop: in a thread of its own, so that no disk stalls the worker."""

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
PATIENCE = 10.0


class Store:
    """Calls methods of an `Outbox`. What is asked for while the disk is busy is written together."""

    def __init__(self, outbox: Outbox, logger: BaseLogger) -> None:
        self.outbox = outbox
        self._logger = logger
        self._thread = DaemonThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._asked: list[tuple[str, tuple[object, ...], asyncio.Future[None]]] = []
        self._writing = False
        self._hangs = False
        self._write_soon: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, state: Path, engine: str, logger: BaseLogger) -> Store:
        """The outbox below `state`, or one in memory where that cannot be written."""
        try:
            return cls(open_outbox(state, engine, logger.error), logger)
        except OSError as error:
            logger.warning(
                f"Results are kept in memory only until they are delivered: {error}. "
                "Give a directory that can be written (STATE_DIR) to keep them over a restart"
            )
            return cls(Outbox(None), logger)

    @property
    def lasting(self) -> bool:
        """Whether what is in the outbox is still there after a restart."""
        return self.outbox.path is not None

    async def call(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run anything in the outbox's thread, in turn."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*args, **kwargs))

    async def do(self, name: str, *arguments: object) -> None:
        """Call the outbox's method `name`; back when it is on the disk.

        A disk that fails, or does not answer, costs durability, not the job: it is logged.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._asked.append((name, arguments, done))
        if not self._writing:
            self._writing = True
            self._write_soon = loop.create_task(self._write(), name="outbox")
        if self._hangs:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await done
        except TimeoutError:
            self._hangs = True
            self._logger.error(f"The outbox {self.outbox.path} is not waited for: the disk hangs")

    async def _write(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, []
            try:
                await self.call(self.outbox.together, [(name, arguments) for name, arguments, _ in asked])
            except Exception as error:  # noqa: BLE001 - the disk is full or gone; the worker goes on without
                what = ", ".join(sorted({name for name, _, _ in asked}))
                self._logger.error(f"The outbox {self.outbox.path} cannot be written ({what}): {error}")
            for _, _, done in asked:
                if not done.done():
                    done.set_result(None)
            self._hangs = False
        self._writing = False

    async def aclose(self) -> None:
        """Close the file after everything that was asked before; not if the disk hangs."""
        if not self._hangs:
            await self.call(self.outbox.close)
        self._thread.shutdown()
