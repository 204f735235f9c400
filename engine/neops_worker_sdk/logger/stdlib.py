"""The contextual logger on the standard library's logging."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.base import ContextualLogger

if TYPE_CHECKING:
    from collections.abc import Mapping

LOGGER_NAME = "neops"
_STDLIB_KEYWORDS = frozenset({"exc_info", "stack_info", "stacklevel", "extra"})
_ABOVE_HERE = 3


class StdlibContextualLogger(ContextualLogger):
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

    def debug(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log details for whoever looks for a fault."""
        self._log(logging.DEBUG, msg, args, kwargs)

    def info(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what happened."""
        self._log(logging.INFO, msg, args, kwargs)

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what is odd but does not fail anything."""
        self._log(logging.WARNING, msg, args, kwargs)

    def error(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure."""
        self._log(logging.ERROR, msg, args, kwargs)

    def critical(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log that the process cannot go on."""
        self._log(logging.CRITICAL, msg, args, kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure with the traceback of the exception being handled."""
        self._log(logging.ERROR, msg, args, {"exc_info": True, **kwargs})

    def _log(self, level: int, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        known = {name: value for name, value in kwargs.items() if name in _STDLIB_KEYWORDS}
        more = {name: value for name, value in kwargs.items() if name not in _STDLIB_KEYWORDS}
        known["extra"] = {**known.get("extra", {}), "neops": {**self._context, **more}}
        known["stacklevel"] = known.get("stacklevel", 1) + _ABOVE_HERE - 1
        self._base.log(level, msg, *args, **known)
