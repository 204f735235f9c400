"""The logger of a step: what a function writes to it shows no secret."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger import ContextualLogger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.logger import BaseLogger

    from neops_blocks.diagnostics.masking import Masker


class MaskedLogger(ContextualLogger):
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

    def debug(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log details for whoever looks for a fault."""
        self._pass_on("debug", msg, args, kwargs)

    def info(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what happened."""
        self._pass_on("info", msg, args, kwargs)

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what is odd but does not fail anything."""
        self._pass_on("warning", msg, args, kwargs)

    def error(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure."""
        self._pass_on("error", msg, args, kwargs)

    def critical(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log that the process cannot go on."""
        self._pass_on("critical", msg, args, kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure with the traceback of the exception being handled, as text."""
        text = f"{_filled(msg, args)}\n{traceback.format_exc().rstrip()}"
        self._pass_on("error", text, (), kwargs)

    def _pass_on(self, level: str, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        if self._hidden:
            return
        if kwargs.pop("exc_info", None):
            msg, args = f"{_filled(msg, args)}\n{traceback.format_exc().rstrip()}", ()
        text = self._masker.text(_filled(msg, args))
        getattr(self._logger, level)("%s", text, **self._masker.data(kwargs))


def _filled(msg: object, args: tuple[object, ...]) -> str:
    text = str(msg)
    try:
        return text % args if args else text
    except (TypeError, ValueError):
        return f"{text} {args}"
