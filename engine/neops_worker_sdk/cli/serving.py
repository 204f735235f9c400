"""A worker as a process: its log is set up, and every way in which it may end becomes an exit code."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from neops_worker_sdk.worker import StartupError, run_worker
from neops_worker_sdk.worker.logs import logging_as_set
from neops_worker_sdk.worker.reload import MissingWatcherError

if TYPE_CHECKING:
    from neops_worker_sdk.worker.settings import WorkerSettings

FAILED = 1


def serve(settings: WorkerSettings, *, libraries: bool = False) -> int:
    """Run a worker with its log on standard error, until a signal ends it.

    Args:
        settings: everything there is to choose.
        libraries: whether libraries log as much as the worker.

    Returns:
        0 if everything claimed was finished and delivered, 1 if not, or if the worker could not start.

    Raises:
        Exception: a bug, which is in the log.
    """
    with logging_as_set(settings, libraries=libraries):
        logger = logging.getLogger("neops")
        try:
            return run_worker(settings)
        except (StartupError, MissingWatcherError) as error:
            logger.critical("The worker cannot start: %s", error)
            return FAILED
        except Exception:
            logger.critical("A bug ended the worker", exc_info=True)
            raise
