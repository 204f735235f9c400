from __future__ import annotations

import asyncio
import contextlib
import logging

import pytest
import pytest_asyncio

from lab.workflow_documents import step, workflow
from neops_dev_engine.storage import topics
from neops_dev_engine.workflows.definitions.publishing import Wish as Publication
from neops_dev_engine.workflows.definitions.publishing import publish
from neops_dev_engine.workflows.executions import advancing
from neops_dev_engine.workflows.executions.conductor import conduct
from neops_dev_engine.workflows.executions.creating import Wish, create
from neops_dev_engine.workflows.executions.records import get_execution
from neops_dev_engine.workflows.executions.states import Status

GLOBAL = workflow(step("a"), seed="global")


@pytest_asyncio.fixture
async def conducted(database):
    """A database whose executions are moved on; there is no block, so they end at once."""
    task = asyncio.create_task(conduct(database))
    yield database
    database.changes.close()
    await task


async def started(database, execution):
    def start(tx):
        publish(tx, Publication(given=GLOBAL))
        wish = Wish(workflow="wf.example.com/chk", ids=[], query=None, parameters={}, execution_id=execution)
        create(tx, wish)

    await database.write(start)


async def ended(database, execution):
    """The execution when it has ended."""
    with database.changes.listen([topics.execution(execution)]) as changed:
        while True:
            changed.clear()
            row = await database.read(lambda db: get_execution(db, execution))
            if row["finished_at"] is not None:
                return row
            async with asyncio.timeout(10):
                await changed.wait()


@pytest.mark.asyncio
async def test_a_new_execution_is_moved_on_at_once(conducted):
    await started(conducted, "one")

    assert (await ended(conducted, "one"))["status"] == "failed_safe_ack"


@pytest.mark.asyncio
async def test_a_bug_ends_one_execution_and_no_other(conducted, monkeypatch, caplog):
    validate = advancing._PHASES[Status.NEW]

    def fail(execution):
        if execution.id == "broken":
            raise ZeroDivisionError
        return validate(execution)

    monkeypatch.setitem(advancing._PHASES, Status.NEW, fail)
    with caplog.at_level(logging.ERROR):
        await asyncio.gather(started(conducted, "broken"), started(conducted, "fine"))
        broken, fine = await ended(conducted, "broken"), await ended(conducted, "fine")

    assert (broken["status"], fine["status"]) == ("failed_safe_ack", "failed_safe_ack")
    assert broken["reason"] == "this is a bug of the engine: ZeroDivisionError; its log has the details"
    assert "execution broken cannot be moved on" in caplog.text


@pytest.mark.asyncio
async def test_an_execution_that_cannot_even_be_read_does_not_stop_the_others(conducted, caplog):
    await started(conducted, "first")
    await ended(conducted, "first")
    with caplog.at_level(logging.CRITICAL):

        def spoil(tx):
            tx.execute("UPDATE executions SET document = '{}', finished_at = NULL WHERE id = 'first'")

        await conducted.write(spoil)
        await started(conducted, "second")

        assert (await ended(conducted, "second"))["status"] == "failed_safe_ack"


@pytest.mark.asyncio
async def test_it_ends_with_the_engine(database):
    task = asyncio.create_task(conduct(database))
    await started(database, "one")
    await ended(database, "one")
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
