"""The blocks that a worker has: found in directories, and found again when files change."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from neops_worker_sdk.registry import discover, forget_modules
from neops_worker_sdk.worker.errors import StartupError
from neops_worker_sdk.worker.logs.kept import KeptLogging
from neops_worker_sdk.worker.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.registry import BlockReader, Registered, RegisterFunctionBlockDto
    from neops_worker_sdk.worker.settings import WorkerSettings


class Catalog:
    """Blocks by identifier; a file that is bad is said, and costs only itself.

    Attributes:
        changed: set when the files should be read again.
    """

    def __init__(self, settings: WorkerSettings, readers: Sequence[BlockReader], logger: BaseLogger) -> None:
        self.changed = asyncio.Event()
        self._settings = settings
        self._readers = readers
        self._logger = logger
        self._blocks: dict[str, Registered] = {}

    @property
    def dtos(self) -> list[RegisterFunctionBlockDto]:
        """What to tell an engine about the blocks."""
        return [block.dto for block in self._blocks.values()]

    async def read(self) -> None:
        """Read the directories.

        Raises:
            StartupError: there are no blocks; or, with `strict`, there are errors.
        """
        errors = await self._read()
        where = ", ".join(map(str, self._settings.blocks)) or "no directory"
        if errors and self._settings.strict:
            raise StartupError(
                f"{counted(errors, 'error')} in the blocks of {where}, and strict discovery is asked for"
            )
        if not self._blocks and not self._settings.reload:
            raise StartupError(f"there are no blocks in {where}: give directories that hold some (--blocks)")

    async def read_again(self) -> None:
        """Read the directories again, and every module in them."""
        self.changed.clear()
        forget_modules(self._settings.blocks)
        await self._read()

    def find(self, identifier: str) -> Registered | None:
        """The block of that identifier."""
        return self._blocks.get(identifier)

    def why_not(self, identifier: str) -> str:
        """Why a job of a block that is not here is refused."""
        return f"this worker has no block {identifier}; it has {', '.join(self._blocks) or 'none'}"

    async def _read(self) -> int:
        logging = KeptLogging()
        found = await asyncio.to_thread(discover, *self._settings.blocks, readers=self._readers)
        logging.restore(self._logger, "A file of blocks")
        for error in found.errors:
            self._logger.error(f"{error}")
        self._blocks = {block.registration.identifier: block for block in found.registrations}
        return len(found.errors)
