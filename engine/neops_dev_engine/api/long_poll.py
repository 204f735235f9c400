"""Long polling: an answer is held until there is something to say."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from starlette.requests import Request

    from neops_dev_engine.storage import Changes

T = TypeVar("T")
LONGEST = 30.0


async def long_poll(
    request: Request,
    changes: Changes,
    topics: Iterable[str],
    look: Callable[[], Awaitable[T | None]],
    wait: float,
) -> T | None:
    """Look, and look again whenever a topic changes, until there is something.

    Nothing is looked for on behalf of a caller who has gone.

    Args:
        request: of the caller.
        changes: that are listened to.
        topics: whose changes may bring something.
        look: gives what there is, or None.
        wait: seconds, at most `LONGEST`.

    Returns:
        What `look` gave; None if the time is over, the engine stops or the caller has gone.
    """
    until = asyncio.get_running_loop().time() + min(wait, LONGEST)
    with changes.listen(topics) as changed:
        async with _gone(request, changed) as gone:
            while not gone():
                changed.clear()
                found = await look()
                if found is not None or changes.closed:
                    return found
                try:
                    async with asyncio.timeout_at(until):
                        await changed.wait()
                except TimeoutError:
                    return None
    return None


@contextlib.asynccontextmanager
async def _gone(request: Request, wake: asyncio.Event) -> AsyncIterator[Callable[[], bool]]:
    """Whether the caller has hung up; sets `wake` when it happens."""

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        wake.set()

    watching = asyncio.create_task(watch(), name="caller")
    try:
        yield watching.done
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
