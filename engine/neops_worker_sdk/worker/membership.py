"""Belonging to an engine: registering worker and blocks, and again when the engine has forgotten them."""

from __future__ import annotations

import asyncio
import functools
import random
import time
from typing import TYPE_CHECKING, TypeVar

from neops_worker_sdk.engines import EngineError, EngineRefusedError, EngineUnavailableError
from neops_worker_sdk.worker.tasks import forever

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from neops_worker_sdk.engines import Engine
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.registry import RegisterFunctionBlockDto

T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Membership:
    """The worker's identity at the engine, and the blocks that the engine has accepted from it.

    Attributes:
        worker_id: the identity; None before it is registered.
        served: the blocks to poll for.
        refused: why the engine does not take a block, by its identifier.
    """

    def __init__(
        self, engine: Engine, logger: BaseLogger, *, version: str, name: str | None, ip_address: str | None
    ) -> None:
        self.worker_id: str | None = None
        self.served: list[RegisterFunctionBlockDto] = []
        self.refused: dict[str, str] = {}
        self._engine = engine
        self._logger = logger
        self._introduction = (version, name, ip_address)
        self._blocks: list[RegisterFunctionBlockDto] = []
        self._joined = asyncio.Event()
        self._joining: asyncio.Task[None] | None = None

    def offer(self, blocks: Iterable[RegisterFunctionBlockDto]) -> None:
        """Name the blocks that this worker has, for the next `join`."""
        self._blocks = list(blocks)

    async def join(self, patience: float) -> None:
        """Learn what the engine offers; register the worker, then every block.

        Args:
            patience: seconds of trying again, for the worker and for its blocks separately.

        Raises:
            EngineError: the engine refuses the worker, or could not be reached for that long.
        """
        self._joined.clear()
        checked = await self._check_version()
        self.worker_id = await self._tried(
            lambda: self._engine.register_worker(*self._introduction), patience
        )
        if not checked:
            await self._check_version()
        await self.announce(patience)
        self._joined.set()

    async def announce(self, patience: float) -> None:
        """Register every block; one that the engine refuses is left out, with an error in the log.

        Raises:
            EngineError: the engine could not be reached for `patience` seconds.
        """
        deadline = time.monotonic() + patience
        served: list[RegisterFunctionBlockDto] = []
        refused: dict[str, str] = {}
        for block in self._blocks:
            own = block.model_copy(update={"worker_id": self.worker_id})
            register = functools.partial(self._engine.register_block, own)
            try:
                await self._tried(register, deadline - time.monotonic())
            except EngineRefusedError as error:
                name = identifier_of(own)
                refused[name] = str(error)
                self._logger.error(f"The engine refuses {name}, which is not served: {error}")
            else:
                served.append(own)
        self.served, self.refused = served, refused

    def lost(self, worker_id: str) -> None:
        """The engine does not know `worker_id`: register again, in the background; once, whoever calls."""
        if worker_id != self.worker_id or (self._joining is not None and not self._joining.done()):
            return
        self._logger.warning("The engine does not know this worker any more; registering again")
        self._joined.clear()
        self._joining = forever("registration", self._rejoin, self._logger)

    async def joined(self) -> str:
        """Wait until the worker is registered; its identity."""
        await self._joined.wait()
        assert self.worker_id is not None
        return self.worker_id

    async def leave(self, seconds: float) -> None:
        """Say good-bye to the engine, within `seconds`; a failure is only logged."""
        if self._joining is not None:
            self._joining.cancel()
        if self.worker_id is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._engine.unregister(self.worker_id)
        except (EngineError, TimeoutError) as error:
            self._logger.warning(f"Unregistering failed: {str(error) or f'no answer within {seconds:g} s'}")

    async def _check_version(self) -> bool:
        """Whether the engine has answered; what it says never ends the worker."""
        try:
            said = await self._engine.check_version()
        except EngineError as error:
            self._logger.warning(f"The version check failed, going on: {error}")
            return False
        if not said.compatible:
            self._logger.error(f"The engine (version {said.version}) says it is not compatible; going on")
        elif said.deprecated:
            self._logger.warning(f"The engine (version {said.version}) says that this API is deprecated")
        return True

    async def _rejoin(self) -> None:
        while True:
            try:
                await self.join(LONGEST_PAUSE)
            except EngineError as error:
                self._logger.error(f"Registering again failed, trying on: {error}")
                await asyncio.sleep(LONGEST_PAUSE)
            else:
                self._logger.info(f"Registered again as {self.worker_id}")
                return

    async def _tried(self, call: Callable[[], Awaitable[T]], patience: float) -> T:
        deadline, pause = time.monotonic() + patience, FIRST_PAUSE
        while True:
            try:
                return await call()
            except EngineUnavailableError as error:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise
                self._logger.warning(f"The engine is not ready, trying again: {error}")
                await asyncio.sleep(min(pause * random.uniform(0.5, 1), left))  # noqa: S311 - jitter
                pause = min(pause * 2, LONGEST_PAUSE)


def identifier_of(block: RegisterFunctionBlockDto) -> str:
    """``package/name:major.minor.patch``."""
    version = f"{block.major_version}.{block.minor_version}.{block.patch_version}"
    return f"{block.package}/{block.name}:{version}"
