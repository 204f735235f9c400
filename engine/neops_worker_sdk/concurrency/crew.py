"""The daemon threads behind `DaemonThreadPoolExecutor`, and the queue they work off.

A thread that starts another waits until that one runs, which takes long while many threads compute. So
threads are started by a thread of their own: handing in work only ever puts an item into a queue.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency.calls import call_for_future

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HERE = threading.local()


class Work(Future[Any]):
    """One call and the future of its outcome."""

    def __init__(self, call: Callable[[], Any], crew: Crew) -> None:
        super().__init__()
        self._call: Callable[[], Any] | None = call
        self._crew = crew

    def add_done_callback(self, fn: Callable[[Future[Any]], object]) -> None:
        """Call `fn` at the end; its event loop may be closed by then if the crew has been dismissed."""
        crew = self._crew  # and not self: a cycle would keep lost errors from being noticed

        def tell(future: Future[Any]) -> None:
            try:
                fn(future)
            except RuntimeError:
                if not crew.dismissed:
                    raise

        super().add_done_callback(tell)

    def begin(self) -> Callable[[], Any] | None:
        """The call to make; None if it was cancelled before."""
        call, self._call = self._call, None
        return call if self.set_running_or_notify_cancel() else None

    def settle(self, result: Any, error: BaseException | None) -> None:
        """Keep the outcome of the call."""
        if error is None:
            self.set_result(result)
        else:
            self.set_exception(error)


def _outcome(call: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    """What the call returns or raises."""
    try:
        return call_for_future(call), None
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever waits for the future
        return None, error


class Crew:
    """Up to `limit` daemon threads. None of them is ever joined."""

    def __init__(self, limit: int, name: str) -> None:
        self.dismissed = False
        self._limit = limit
        self._name = name
        self._queue: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._wanted: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._lock = threading.Lock()  # never taken by the thread that hands in work
        self._size = 0
        self._idle = 0
        self._busy: dict[int, None] = {}
        self._recruiter: threading.Thread | None = None

    def hand_in(self, call: Callable[[], Any]) -> Work:
        """Queue `call` and see to it that a thread takes it at once, if the limit allows."""
        work = Work(call, self)
        self._queue.put(work)
        if self.dismissed:
            self._cancel_queue()
        elif self._recruiter is None:
            self._recruiter = threading.Thread(
                target=self._recruit, name=f"{self._name}-starter", daemon=True
            )
            try:
                self._recruiter.start()
            except RuntimeError:  # the system has no more threads, or the interpreter is ending
                self._recruiter = None
                work.cancel()
                raise
        self._ask_for_more()
        return work

    def busy_threads(self) -> tuple[int, ...]:
        """Identifiers of the threads that are working at this moment."""
        return tuple(self._busy.copy())

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Allow one thread more as long as this lasts."""
        with self._lock:
            self._limit += 1
        self._ask_for_more()
        try:
            yield
        finally:
            with self._lock:
                self._limit -= 1

    def dismiss(self) -> None:
        """Cancel what is queued and send every thread home when it finishes what it is doing."""
        with self._lock:
            self.dismissed = True
            size = self._size
        self._cancel_queue()
        for _ in range(size):
            self._queue.put(None)
        self._wanted.put(None)

    def _cancel_queue(self) -> None:
        while True:
            try:
                work = self._queue.get_nowait()
            except queue.Empty:
                return
            if work is None:
                self._queue.put(None)
                return
            work.cancel()

    def _ask_for_more(self) -> None:
        if self._queue.qsize() > self._idle and self._size < self._limit:
            self._wanted.put(None)

    def _recruit(self) -> None:
        while not self.dismissed:
            self._wanted.get()
            while self._needs_one_more():
                try:
                    self._start_one()
                except RuntimeError:  # the system has no more threads: those that exist go on
                    self._give_up_on_one()
                    break

    def _needs_one_more(self) -> bool:
        with self._lock:
            needed = not self.dismissed and self._size < self._limit and self._queue.qsize() > self._idle
            if needed:
                self._size += 1
                self._idle += 1
            return needed

    def _start_one(self) -> None:
        threading.Thread(target=self._work, name=f"{self._name}-{self._size}", daemon=True).start()

    def _give_up_on_one(self) -> None:
        with self._lock:
            self._size -= 1
            self._idle -= 1
            nobody = self._size == 0
        if nobody:
            while not self._queue.empty():
                work = self._queue.get()
                if work is not None and work.set_running_or_notify_cancel():
                    work.set_exception(
                        RuntimeError("no thread could be started: the system's limit is reached")
                    )

    def _work(self) -> None:
        me = threading.get_ident()
        _HERE.crew = self
        while not self.dismissed:
            work = self._queue.get()
            with self._lock:
                self._idle -= 1
            if work is None:
                return
            self._ask_for_more()
            self._busy[me] = None
            call = work.begin()
            if call is not None:
                result, error = _outcome(call)
                work.settle(result, error)
                result = error = None
            del work, call  # this frame is in the error's traceback, and must not keep its future alive
            self._busy.pop(me, None)
            with self._lock:
                self._idle += 1


@contextmanager
def lending_this_thread() -> Iterator[None]:
    """Let another thread of the same pool work while this one only waits for what others do.

    Without it, a pool full of threads that wait for its own event loop never does what the loop asks of it.
    """
    crew: Crew | None = getattr(_HERE, "crew", None)
    if crew is None:
        yield
        return
    with crew.one_more():
        yield
