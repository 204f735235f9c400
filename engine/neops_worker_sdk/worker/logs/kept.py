"""Keeping the logging of the process: a block that sets up logging of its own does not silence the worker."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from neops_worker_sdk.worker.logs.setup import OURS

if TYPE_CHECKING:
    from neops_worker_sdk.logger import BaseLogger


class KeptLogging:
    """Remembers the root logger and ours as they are now, for `restore`."""

    def __init__(self) -> None:
        self._handlers = logging.getLogger().handlers[:]
        self._loggers = {logger: _state(logger) for logger in map(logging.getLogger, (None, *OURS))}
        self._disabled = logging.root.manager.disable

    def restore(self, logger: BaseLogger, who: str) -> None:
        """Set back what has changed, and say so. Handlers that were added beside ours stay, those instead go.

        Args:
            logger: says it.
            who: may have changed it.
        """
        root = logging.getLogger()
        missing = [handler for handler in self._handlers if handler not in root.handlers]
        changed = {ours: state for ours, state in self._loggers.items() if _state(ours) != state}
        if not missing and not changed and logging.root.manager.disable == self._disabled:
            return
        if missing:
            root.handlers[:] = self._handlers
        for ours, (level, disabled, propagate) in changed.items():
            ours.setLevel(level)
            ours.disabled, ours.propagate = disabled, propagate
        logging.disable(self._disabled)
        logger.warning(f"{who} has changed the logging of the whole process; it is set back")


def _state(logger: logging.Logger) -> tuple[int, bool, bool]:
    return logger.level, logger.disabled, logger.propagate
