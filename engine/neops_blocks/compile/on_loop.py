"""Running a coroutine on the job's event loop from a thread of the job."""

from __future__ import annotations

import asyncio
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import NotFinished, StepTimeout
from neops_worker_sdk.concurrency import lending_this_thread

if TYPE_CHECKING:
    import threading
    from collections.abc import Coroutine


class LoopCaller:
    """Hands coroutines to an event loop; `stopped` says that their run is over."""

    def __init__(self, loop: asyncio.AbstractEventLoop, stopped: threading.Event) -> None:
        self._loop = loop
        self._stopped = stopped

    def await_here(self, coroutine: Coroutine[Any, Any, Any], timeout: float | None) -> Any:
        """What the coroutine returns, after at most `timeout` seconds; its errors come through.

        Raises:
            StepTimeout: it took longer, and was cancelled.
            NotFinished: the run is over.
        """
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError as error:
            coroutine.close()
            raise NotFinished("the run was stopped before the function began") from error
        try:
            with lending_this_thread():
                return future.result(timeout)
        except TimeoutError as error:
            if not future.cancel() and future.done():
                return future.result()
            raise StepTimeout(
                f"the function took longer than the step's timeout of {timeout:g} s",
                hint="a longer timeout, if it is only slow; it was cancelled",
            ) from error
        except CancelledError as error:
            if not self._stopped.is_set():
                raise
            raise NotFinished("the run was stopped while the function ran") from error
