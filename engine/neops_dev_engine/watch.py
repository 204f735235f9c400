"""`watch`: regularly gives up workers that are gone and jobs that will have no result."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from neops_dev_engine.clock import now
from neops_dev_engine.records.cleanup import clean_up

if TYPE_CHECKING:
    from neops_dev_engine.patience import Patience
    from neops_dev_engine.storage import Database

_log = logging.getLogger("neops_dev_engine")
_SLEPT = 5_000


async def watch(database: Database, patience: Patience) -> None:
    """Check, until cancelled. A check that comes much too late means that the machine slept."""
    interval = patience.thresholds.check_interval
    due = now()
    while True:
        if now() - due > interval + _SLEPT:
            patience.since = now()
        try:
            done = await database.write(lambda tx: clean_up(tx, patience))
            if done.workers or done.failed_jobs:
                _log.info("gave up workers %s and failed %d jobs", done.workers, done.failed_jobs)
        except Exception:  # noqa: BLE001 - it is logged, and the next check may succeed
            _log.exception("the check of workers and jobs failed; it is tried again")
        due = now() + interval
        await asyncio.sleep(interval / 1000)
