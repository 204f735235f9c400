"""`DaemonThreadPoolExecutor`: a thread pool that nothing ever waits for."""

from __future__ import annotations

import functools
import os
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from neops_worker_sdk.concurrency.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


def default_thread_count() -> int:
    """How many threads the specification gives a job: ``min(32, cpu + 4)``."""
    return min(32, (os.cpu_count() or 1) + 4)


class DaemonThreadPoolExecutor(ThreadPoolExecutor):
    """A pool of daemon threads; neither `shutdown` nor the interpreter's exit waits for one of them.

    It is a ThreadPoolExecutor because ``loop.set_default_executor`` demands one. Handing in work never starts
    a thread in the calling thread (the first call excepted), so it does not hold an event loop.
    """

    def __init__(self, max_workers: int | None = None, thread_name_prefix: str = "neops") -> None:
        limit = default_thread_count() if max_workers is None else max_workers
        super().__init__(limit, thread_name_prefix)
        self._crew = Crew(limit, thread_name_prefix)
        weakref.finalize(self, self._crew.dismiss).atexit = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn(*args, **kwargs)`` in a thread, at once if one is free or may be started.

        Raises:
            RuntimeError: after `shutdown`.
        """
        if self._crew.dismissed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        return self._crew.hand_in(functools.partial(fn, *args, **kwargs))

    def busy_threads(self) -> tuple[int, ...]:
        """Identifiers (``threading.get_ident``) of the threads that are running a call at this moment."""
        return self._crew.busy_threads()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel what has not begun and return at once, whatever the arguments say.

        A running call goes on to its end, if it has one; its thread ends with it.
        """
        del wait, cancel_futures
        self._crew.dismiss()
