"""The contextual logger on the standard library's logging."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeAlias

from neops_worker_sdk.logger.levels import LevelLogger
from neops_worker_sdk.logger.messages import message

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


AnyLogger: TypeAlias = "logging.Logger | logging.LoggerAdapter[Any]"


class StdlibContextualLogger(LevelLogger):
    """Logs to `base_logger` (default: the logger ``neops``), its context in ``record.neops``.

    Placeholders may be ``%`` or ``{}``. Keywords of a call that logging does not know join the context of
    that line. An adapter's `extra` stays in the record, and what its `process` does to messages is done.
    """

    def __init__(
        self, base_logger: AnyLogger | None = None, context: Mapping[str, object] | None = None
    ) -> None:
        self._base: AnyLogger = base_logger or logging.getLogger(LOGGER_NAME)
        self._context = dict(context or {})

    def with_context(self, **context: object) -> StdlibContextualLogger:
        """A logger that carries `context` too; this one stays as it is."""
        return StdlibContextualLogger(self._base, {**self._context, **context})

    def get_context(self) -> dict[str, object]:
        """A copy of the named values that every line carries."""
        return dict(self._context)

    def _write(self, level: Level, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        if not self._base.isEnabledFor(_NUMBERS[level]):
            return
        known = {name: value for name, value in kwargs.items() if name in _STDLIB_KEYWORDS}
        more = {name: value for name, value in kwargs.items() if name not in _STDLIB_KEYWORDS}
        if level == "exception":
            known.setdefault("exc_info", True)
        base, text, known = _unwrapped(self._base, message(msg, args, more), known)
        known["extra"] = {**(known.get("extra") or {}), "neops": {**self._context, **more}}
        known["stacklevel"] = known.get("stacklevel", 1) + _ABOVE_HERE - 1
        base.log(_NUMBERS[level], text, **known)


def _unwrapped(
    base: AnyLogger, text: str, known: dict[str, Any]
) -> tuple[logging.Logger, str, dict[str, Any]]:
    """The logger under its adapters, and what they make of a line."""
    while isinstance(base, logging.LoggerAdapter):
        given = known.get("extra") or {}
        text, processed = base.process(text, dict(known))
        known = {**processed, "extra": {**(processed.get("extra") or {}), **given}}
        base = base.logger
    return base, text, known
