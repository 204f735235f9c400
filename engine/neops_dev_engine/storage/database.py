"""`Database`: SQLite from an event loop. One thread writes, many requests per commit; another reads."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from neops_dev_engine.errors import StorageFailed
from neops_dev_engine.storage.changes import Changes
from neops_dev_engine.storage.connections import open_reader, open_writer, owned
from neops_dev_engine.storage.scrubber import Scrubber
from neops_dev_engine.storage.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

T = TypeVar("T")
_MOST_PER_COMMIT = 200


@dataclass
class _Work:
    """Something to do in a transaction, and who waits for it."""

    do: Callable[[Transaction], Any]
    waiting: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None
    topics: frozenset[str] = frozenset()
    scrub: bool = False


class Database:
    """The file and its two threads. Made and used on one event loop.

    A write is answered after its commit, so what was answered survives the end of the process and of the
    machine. Writes that wait while another commit is on its way to the disk share the next one.

    Args:
        path: of the file.

    Raises:
        DatabaseUnusable: the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changes = Changes()
        self._loop = asyncio.get_running_loop()
        with contextlib.ExitStack() as resources:
            resources.enter_context(owned(path))
            self._writer = resources.enter_context(contextlib.closing(open_writer(path)))
            self._reader = resources.enter_context(contextlib.closing(open_reader(path)))
            self._resources = resources.pop_all()
        self._scrubber = Scrubber(self._writer)
        self._work: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="engine-reads")
        self._writing = threading.Thread(target=self._write_until_closed, name="engine-writes")
        self._writing.start()

    async def write(self, do: Callable[[Transaction], T]) -> T:
        """Run a function in a transaction: all of it is committed, or nothing if it raises.

        Raises:
            StorageFailed: the disk is full or gone.
        """
        waiting: asyncio.Future[T] = self._loop.create_future()
        self._work.put(_Work(do, waiting))
        return await waiting

    async def read(self, do: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function that reads, on a state of the database that does not change meanwhile."""

        def read() -> T:
            self._reader.execute("BEGIN")
            try:
                return do(self._reader)
            finally:
                self._reader.execute("COMMIT")

        return await self._loop.run_in_executor(self._reading, read)

    async def aclose(self) -> None:
        """Finish what was asked for, and close the file."""
        self._work.put(None)
        await self._loop.run_in_executor(self._reading, self._writing.join)
        self._reading.shutdown()
        self._resources.close()

    def _write_until_closed(self) -> None:
        closed = False
        while not closed:
            works, closed = self._next()
            if works:
                self._commit(works)
                self._loop.call_soon_threadsafe(self._answer, works)
            self._scrubber.work(needed=any(work.scrub for work in works))
        self._scrubber.close()

    def _next(self) -> tuple[list[_Work], bool]:
        """What is to be done now, after waiting for it; and whether it is the last."""
        works: list[_Work] = []
        with contextlib.suppress(queue.Empty):
            work = self._work.get(timeout=self._scrubber.due_in())
            while work is not None:
                works.append(work)
                if len(works) == _MOST_PER_COMMIT:
                    return works, False
                work = self._work.get_nowait()
            return works, True
        return works, False

    def _commit(self, works: Sequence[_Work]) -> None:
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            for work in works:
                self._do(work)
            self._writer.execute("COMMIT")
        except sqlite3.Error as error:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            failure = StorageFailed(
                f"the database {self.path} cannot be written: {error}", hint="is the disk full?"
            )
            for work in works:
                work.error, work.topics = failure, frozenset()

    def _do(self, work: _Work) -> None:
        """Do one piece of the batch; if it raises, only its own changes are undone."""
        transaction = Transaction(self._writer)
        self._writer.execute("SAVEPOINT work")
        try:
            work.value = work.do(transaction)
        except Exception as error:
            if not self._writer.in_transaction:
                raise sqlite3.OperationalError(f"everything was undone after {error}") from error
            self._writer.execute("ROLLBACK TO work")
            work.error = error
        else:
            work.topics, work.scrub = frozenset(transaction.topics), transaction.scrub
        self._writer.execute("RELEASE work")

    def _answer(self, works: Sequence[_Work]) -> None:
        for work in works:
            if work.waiting.done():
                continue
            if work.error is None:
                work.waiting.set_result(work.value)
            else:
                work.waiting.set_exception(work.error)
        self.changes.announce({topic for work in works for topic in work.topics})
