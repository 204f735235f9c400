"""The contextual logger on the standard library's logging."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.levels import LevelLogger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.logger.levels import Level

LOGGER_NAME = "neops"
_STDLIB_KEYWORDS = frozenset({"exc_info", "stack_info", "stacklevel", "extra"})
_ABOVE_HERE = 3
_NUMBERS: Mapping[Level, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "critical": logging.CRITICAL,
    "exception": logging.ERROR,
}


class StdlibContextualLogger(LevelLogger):
    """Logs to `base_logger` (default: the logger ``neops``), its context in ``record.neops``.

    Keywords of a call that logging does not know join the context of that line.
    """

    def __init__(
        self, base_logger: logging.Logger | None = None, context: Mapping[str, object] | None = None
    ) -> None:
        self._base = base_logger or logging.getLogger(LOGGER_NAME)
        self._context = dict(context or {})

    def with_context(self, **context: object) -> StdlibContextualLogger:
        """A logger that carries `context` too; this one stays as it is."""
        return StdlibContextualLogger(self._base, {**self._context, **context})

    def get_context(self) -> dict[str, object]:
        """A copy of the named values that every line carries."""
        return dict(self._context)

    def _write(self, level: Level, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        known = {name: value for name, value in kwargs.items() if name in _STDLIB_KEYWORDS}
        more = {name: value for name, value in kwargs.items() if name not in _STDLIB_KEYWORDS}
        if level == "exception":
            known.setdefault("exc_info", True)
        known["extra"] = {**known.get("extra", {}), "neops": {**self._context, **more}}
        known["stacklevel"] = known.get("stacklevel", 1) + _ABOVE_HERE - 1
        self._base.log(_NUMBERS[level], msg, *args, **known)
