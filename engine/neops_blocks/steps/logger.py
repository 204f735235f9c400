"""The logger of a step: what a function writes to it shows no secret."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger import ContextualLogger
from neops_worker_sdk.logger.levels import LevelLogger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.logger.levels import Level
    from neops_worker_sdk.logger.masking import Masker


class MaskedLogger(LevelLogger):
    """Passes on messages with every secret masked; none at all where the step is hidden by `no_log`."""

    def __init__(
        self, logger: BaseLogger, masker: Masker, *, hidden: bool = False, **context: object
    ) -> None:
        self._logger = logger.with_context(**context) if isinstance(logger, ContextualLogger) else logger
        self._masker = masker
        self._hidden = hidden

    def with_context(self, **context: object) -> MaskedLogger:
        """A logger that carries `context` too; this one stays as it is."""
        return MaskedLogger(self._logger, self._masker, hidden=self._hidden, **self._masker.data(context))

    def get_context(self) -> Mapping[str, object]:
        """The named values that every line carries."""
        return self._logger.get_context() if isinstance(self._logger, ContextualLogger) else {}

    def _write(self, level: Level, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        if self._hidden:
            return
        text = _filled(msg, args)
        if kwargs.pop("exc_info", None) or level == "exception":
            text = f"{text}\n{traceback.format_exc().rstrip()}"
        method = "error" if level == "exception" else level
        getattr(self._logger, method)("%s", self._masker.text(text), **self._masker.data(kwargs))


def _filled(msg: object, args: tuple[object, ...]) -> str:
    text = str(msg)
    try:
        return text % args if args else text
    except (TypeError, ValueError):
        return f"{text} {args}"
