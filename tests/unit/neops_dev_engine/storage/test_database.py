from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading

import pytest

from neops_dev_engine.errors import DatabaseUnusable, StorageFailed
from neops_dev_engine.storage import Database

pytestmark = pytest.mark.asyncio


def add(number):
    def do(tx):
        tx.execute("INSERT INTO contexts (id, body) VALUES (?, '{}')", (number,))
        tx.changed(f"context {number}")
        return number

    return do


async def numbers(database):
    return await database.read(
        lambda db: [row["id"] for row in db.execute("SELECT id FROM contexts ORDER BY id")]
    )


async def test_what_was_written_is_read(database):
    assert await database.write(add(7)) == 7
    assert await numbers(database) == [7]


async def held_up(database, writes):
    """Starts writes while the writer is busy, so that they share a commit."""
    go, began = threading.Event(), threading.Event()

    def busy(tx):
        began.set()
        go.wait(10)

    first = asyncio.create_task(database.write(busy))
    await asyncio.to_thread(began.wait, 10)
    tasks = [asyncio.create_task(database.write(write)) for write in writes]
    await asyncio.sleep(0)
    go.set()
    await first
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_that_fails_takes_nothing_from_those_it_shares_a_commit_with(database):
    def fail(tx):
        add(2)(tx)
        raise LookupError("wrong")

    first, second, third = await held_up(database, [add(1), fail, add(3)])
    assert (first, third) == (1, 3)
    assert isinstance(second, LookupError)
    assert await numbers(database) == [1, 3]


async def test_a_full_disk_is_said_to_everybody_whose_writes_are_lost(database):
    (pages,) = await database.write(lambda tx: tx.execute("PRAGMA page_count").fetchone())
    await database.write(lambda tx: tx.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())

    def much(tx):
        tx.execute("INSERT INTO contexts (body) VALUES (?)", ("x" * 1_000_000,))

    results = await held_up(database, [much, much])
    assert all(isinstance(result, StorageFailed) for result in results)
    assert await database.write(add(1)) == 1
    assert await numbers(database) == [1]


async def test_a_transaction_of_another_program_is_waited_for(database):
    other = sqlite3.connect(database.path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(database.write(add(1)))
        other.execute("COMMIT")
        assert await writing == 1
    finally:
        other.close()


async def test_listeners_hear_of_a_commit_and_of_no_failure(database):
    def fail(tx):
        tx.changed("failed")
        raise LookupError

    with database.changes.listen(["context 1"]) as committed, database.changes.listen(["failed"]) as failed:
        with pytest.raises(LookupError):
            await database.write(fail)
        await database.write(add(1))
        await asyncio.wait_for(committed.wait(), 5)
        assert not failed.is_set()


async def test_reading_sees_one_state_all_the_time(database):
    await database.write(add(1))
    looked, written = threading.Event(), threading.Event()

    def read(db):
        before = db.execute("SELECT count(*) FROM contexts").fetchone()[0]
        looked.set()
        written.wait(10)
        return before, db.execute("SELECT count(*) FROM contexts").fetchone()[0]

    reading = asyncio.create_task(database.read(read))
    await asyncio.to_thread(looked.wait, 10)
    await database.write(add(2))
    written.set()
    assert await reading == (1, 1)


async def test_reading_cannot_write(database):
    with pytest.raises(sqlite3.OperationalError):
        await database.read(lambda db: db.execute("DELETE FROM jobs"))


async def test_a_reading_that_fails_leaves_the_next_one_alone(database):
    with pytest.raises(ZeroDivisionError):
        await database.read(lambda db: 1 / 0)
    assert await numbers(database) == []


async def test_a_second_engine_is_kept_away_from_the_file(database):
    with pytest.raises(DatabaseUnusable, match="used by another engine"):
        Database(database.path)


async def test_only_its_owner_may_read_the_file(tmp_path):
    path = tmp_path / "new" / "engine.sqlite"
    database = Database(path)
    await database.write(add(1))
    files = [path, *path.parent.glob("engine.sqlite*")]
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in files}
    await database.aclose()
    assert set(modes.values()) == {0o600}, modes
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("these are notes and no database, long enough to be looked at " * 100)
    with pytest.raises(DatabaseUnusable, match="cannot be used"):
        Database(path)
    assert path.read_text().startswith("these are notes")


async def test_a_directory_is_refused(tmp_path):
    with pytest.raises(DatabaseUnusable, match="cannot be written"):
        Database(tmp_path)


async def test_what_was_asked_for_before_closing_is_done(tmp_path):
    database = Database(tmp_path / "engine.sqlite")
    tasks = [asyncio.create_task(database.write(add(number))) for number in range(1, 301)]
    await asyncio.sleep(0)
    await database.aclose()
    assert await asyncio.gather(*tasks) == list(range(1, 301))
