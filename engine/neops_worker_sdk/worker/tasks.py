"""Tasks of the worker's event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from neops_worker_sdk.logger import BaseLogger

AFTER_A_BUG = 1.0


def forever(name: str, function: Callable[[], Awaitable[None]], logger: BaseLogger) -> asyncio.Task[None]:
    """A task that runs `function`, and again after a bug in it: one part must not end the others."""

    async def run() -> None:
        while True:
            try:
                await function()
            except Exception:
                logger.exception(f"A bug in the worker's {name}; it goes on")
                await asyncio.sleep(AFTER_A_BUG)
            else:
                return

    return asyncio.create_task(run(), name=name)


async def cancelled(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait for their end."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
