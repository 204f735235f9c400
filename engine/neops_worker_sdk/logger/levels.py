"""A logger whose levels all take one way."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Literal, TypeAlias

from neops_worker_sdk.logger.base import ContextualLogger

Level: TypeAlias = Literal["debug", "info", "warning", "error", "critical", "exception"]


class LevelLogger(ContextualLogger):
    """Leaves to its subclass what to do with a line, whatever its level."""

    @abstractmethod
    def _write(self, level: Level, msg: object, args: tuple[object, ...], kwargs: dict[str, Any]) -> None:
        """Write a line; ``exception`` is an error with the traceback of the exception being handled."""

    def debug(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log details for whoever looks for a fault."""
        self._write("debug", msg, args, kwargs)

    def info(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what happened."""
        self._write("info", msg, args, kwargs)

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what is odd but does not fail anything."""
        self._write("warning", msg, args, kwargs)

    def error(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure."""
        self._write("error", msg, args, kwargs)

    def critical(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log that the process cannot go on."""
        self._write("critical", msg, args, kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure with the traceback of the exception being handled."""
        self._write("exception", msg, args, kwargs)
