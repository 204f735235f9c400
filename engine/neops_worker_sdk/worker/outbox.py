"""The outbox: what a worker has claimed and still has to deliver, on disk, so that no result is lost."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_MOST_FILES = 1000
_KEEP_REFUSED = 7 * 24 * 3600.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
  job_id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  block TEXT NOT NULL DEFAULT '',
  body BLOB,
  reason TEXT,
  since REAL NOT NULL
) WITHOUT ROWID
"""
CLAIMED, STARTED, READY, REFUSED = "claimed", "started", "ready", "refused"


class OutboxBusyError(OSError):
    """Another process uses the file."""


@dataclass(frozen=True)
class Claim:
    """A job that an earlier worker claimed and did not finish."""

    job_id: str
    block: str
    started: bool


@dataclass(frozen=True)
class Content:
    """How many results wait, how many an engine refused, and the age of the oldest that waits, in seconds."""

    waiting: int
    refused: int
    oldest: float


class Outbox:
    """One file, used by one process at a time; a second one gets `OutboxBusyError`.

    Every method returns when what it did is on the disk. Not thread-safe: use it from one thread.

    Args:
        path: of the SQLite file; None keeps everything in memory.

    Raises:
        OutboxBusyError: another process uses it.
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._grouped = False
        try:
            self._db = _connect(path)
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise OutboxBusyError(f"{path} is used by another process") from error
            raise OSError(f"{path} cannot be used as an outbox: {error}") from error

    def claimed(self, jobs: Iterable[tuple[str, str]]) -> None:
        """Remember claimed jobs: (id, identifier of the block)."""
        now = time.time()
        with self._committed():
            self._db.executemany(
                "INSERT OR REPLACE INTO jobs (job_id, state, block, since) VALUES (?, ?, ?, ?)",
                [(job_id, CLAIMED, block, now) for job_id, block in jobs],
            )

    def started(self, job_id: str) -> None:
        """Remember that a claimed job is about to run."""
        with self._committed():
            self._db.execute("UPDATE jobs SET state = ? WHERE job_id = ?", (STARTED, job_id))

    def put(self, job_id: str, body: bytes) -> None:
        """Keep a result until it is delivered."""
        with self._committed():
            self._db.execute(
                "INSERT INTO jobs (job_id, state, body, since) VALUES (?, ?, ?, ?) ON CONFLICT (job_id) "
                "DO UPDATE SET state = excluded.state, body = excluded.body, since = excluded.since",
                (job_id, READY, body, time.time()),
            )

    def delivered(self, job_id: str) -> None:
        """Forget a job: the engine has its result."""
        with self._committed():
            self._db.execute("DELETE FROM jobs WHERE job_id = ?", (job_id,))

    def refused(self, job_id: str, reason: str) -> None:
        """Keep a result that the engine does not take, for whoever looks for it, for a week."""
        with self._committed():
            self._db.execute(
                "UPDATE jobs SET state = ?, reason = ? WHERE job_id = ?", (REFUSED, reason, job_id)
            )
            self._db.execute(
                "DELETE FROM jobs WHERE state = ? AND since < ?", (REFUSED, time.time() - _KEEP_REFUSED)
            )

    def together(self, calls: Iterable[tuple[str, tuple[object, ...]]]) -> None:
        """Call several methods, by name, and write what they did at once; on an error none of it."""
        with self._db:
            self._grouped = True
            try:
                for name, arguments in calls:
                    getattr(self, name)(*arguments)
            finally:
                self._grouped = False

    def results(self) -> list[tuple[str, bytes]]:
        """The results that wait for delivery, oldest first."""
        return self._db.execute(
            "SELECT job_id, body FROM jobs WHERE state = ? ORDER BY since", (READY,)
        ).fetchall()

    def claims(self) -> list[Claim]:
        """The jobs that were claimed and have no result."""
        rows = self._db.execute(
            "SELECT job_id, block, state FROM jobs WHERE state IN (?, ?) ORDER BY since", (CLAIMED, STARTED)
        )
        return [Claim(job_id, block, state == STARTED) for job_id, block, state in rows]

    def content(self) -> Content:
        """What is in it."""
        counts = dict(self._db.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall())
        (oldest,) = self._db.execute("SELECT min(since) FROM jobs WHERE state = ?", (READY,)).fetchone()
        age = 0.0 if oldest is None else max(0.0, time.time() - oldest)
        return Content(counts.get(READY, 0), counts.get(REFUSED, 0), age)

    def take_over(self, other: Outbox) -> None:
        """Move everything from another outbox here."""
        columns = "job_id, state, block, body, reason, since"
        rows = other._db.execute(f"SELECT {columns} FROM jobs").fetchall()  # noqa: S608 - constant
        with self._db:
            self._db.executemany(f"INSERT OR IGNORE INTO jobs ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
        with other._db:
            other._db.execute("DELETE FROM jobs")

    @contextmanager
    def _committed(self) -> Iterator[None]:
        if self._grouped:
            yield
        else:
            with self._db:
                yield

    def close(self) -> None:
        """Let go of the file, which stays: another process may be about to take it."""
        self._db.close()


def directory_of(state: Path, engine: str) -> Path:
    """Where the outboxes of the workers of one engine are."""
    return state / hashlib.sha256(engine.encode()).hexdigest()[:12]


def open_outbox(state: Path, engine: str, tell: Callable[[str], object] = str) -> Outbox:
    """The outbox of this process for an engine; it takes over those that no process uses any more.

    Args:
        state: directory of all outboxes.
        engine: its address.
        tell: called with why a file cannot be used; such a file is left alone.

    Raises:
        OSError: the directory cannot be written.
    """
    directory = directory_of(state, engine)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    (directory / "engine").write_text(f"{engine}\n", encoding="utf-8")
    own: Outbox | None = None
    for path in (directory / f"outbox-{number}.sqlite3" for number in range(_MOST_FILES)):
        if own is not None and not path.exists():
            break
        try:
            found = Outbox(path)
        except OutboxBusyError:
            continue
        except OSError as error:
            tell(str(error))
            continue
        if own is None:
            own = found
            continue
        with closing(found):
            try:
                own.take_over(found)
            except sqlite3.Error as error:
                tell(f"{path} cannot be taken over: {error}")
    if own is None:
        raise OSError(f"{directory} is full of outboxes that are in use, or broken")
    return own


def contents(state: Path, engine: str) -> Iterator[tuple[Path, Content | None]]:
    """Every outbox for an engine and what is in it; None for one that a worker uses at this moment."""
    for path in sorted(directory_of(state, engine).glob("outbox-*.sqlite3")):
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)) as db:
                counts = dict(db.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall())
        except sqlite3.Error:
            yield path, None
        else:
            yield path, Content(counts.get(READY, 0), counts.get(REFUSED, 0), 0.0)


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.touch(mode=0o600, exist_ok=True)
    db = sqlite3.connect(path or ":memory:", timeout=0, check_same_thread=False)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        with db:
            db.execute("BEGIN IMMEDIATE")
            db.execute(_SCHEMA)
    except BaseException:
        db.close()
        raise
    return db
