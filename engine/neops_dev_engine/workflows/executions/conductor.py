"""`conduct`: moves executions on, whenever a job has ended or a moment has come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING

from neops_dev_engine.clock import now
from neops_dev_engine.errors import StorageFailed
from neops_dev_engine.storage import topics
from neops_dev_engine.workflows.executions.advancing import abort, advance, due, next_wake

if TYPE_CHECKING:
    from neops_dev_engine.storage import Database

_log = logging.getLogger("neops_dev_engine")
_AFTER_TROUBLE = 1.0


async def conduct(database: Database) -> None:
    """Move executions on, until cancelled or the engine stops.

    All that is known of them is in the database: what a killed engine did not come to, the next one does.
    """
    with database.changes.listen([topics.EXECUTIONS]) as changed:
        while not database.changes.closed:
            changed.clear()
            try:
                wait = await _move_on(database)
            except Exception:  # noqa: BLE001 - it is logged, and the next time may succeed
                _log.exception("executions cannot be moved on; it is tried again")
                wait = _AFTER_TROUBLE
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await changed.wait()


async def _move_on(database: Database) -> float | None:
    """Do all there is to do; the seconds until there is more, if that is known."""
    moment = now()
    ids = await database.read(lambda db: due(db, moment))
    await asyncio.gather(*(_advance(database, execution_id) for execution_id in ids))
    wake = await database.read(lambda db: next_wake(db, moment))
    return None if wake is None else max(0, wake - now()) / 1000


async def _advance(database: Database, execution_id: str) -> None:
    try:
        await database.write(partial(advance, execution_id=execution_id))
    except StorageFailed:
        raise
    except Exception as error:  # noqa: BLE001 - it is logged, and must not stop other executions
        _log.exception("execution %s cannot be moved on: it ends here", execution_id)
        why = f"this is a bug of the engine: {type(error).__name__}; its log has the details"
        await database.write(partial(abort, execution_id=execution_id, why=why))
