"""The contextual logger on loguru, for programs that log with it: their sinks, untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.levels import LevelLogger
from neops_worker_sdk.logger.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.logger.levels import Level

_ABOVE_HERE = 2
_NAMES: Mapping[Level, str] = {"exception": "ERROR"}


class LoguruContextualLogger(LevelLogger):
    """Logs to loguru's logger, its context in ``record["extra"]``; the sinks are the program's affair.

    Placeholders may be ``{}`` or ``%``. ``exc_info``, ``extra`` and ``stacklevel`` mean what they mean to
    logging, other keywords of a call join the context of that line.

    Raises:
        ImportError: loguru is not installed.
    """

    def __init__(self, context: Mapping[str, object] | None = None) -> None:
        try:
            from loguru import logger
        except ImportError as error:
            raise ImportError(
                "LoguruContextualLogger needs loguru: pip install 'neops-blocks[loguru]'", name="loguru"
            ) from error
        self._base = logger
        self._context = dict(context or {})

    def with_context(self, **context: object) -> LoguruContextualLogger:
        """A logger that carries `context` too; this one stays as it is."""
        return LoguruContextualLogger({**self._context, **context})

    def get_context(self) -> dict[str, object]:
        """A copy of the named values that every line carries."""
        return dict(self._context)

    def _write(self, level: Level, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        exception = kwargs.pop("exc_info", level == "exception")
        depth = kwargs.pop("stacklevel", 1) - 1 + _ABOVE_HERE
        kwargs.pop("stack_info", None)
        bound = {**self._context, **(kwargs.pop("extra", None) or {}), **kwargs}
        text = message(msg, args, kwargs)
        self._base.bind(**bound).opt(depth=depth, exception=exception).log(
            _NAMES.get(level, level.upper()), text
        )
