"""What the SDK and its blocks ask of a logger."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class BaseLogger(ABC):
    """Takes a message, and arguments for its ``%`` placeholders."""

    @abstractmethod
    def debug(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log details for whoever looks for a fault."""

    @abstractmethod
    def info(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what happened."""

    @abstractmethod
    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what is odd but does not fail anything."""

    @abstractmethod
    def error(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure."""

    @abstractmethod
    def critical(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log that the process cannot go on."""

    @abstractmethod
    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a failure with the traceback of the exception being handled."""


class ContextualLogger(BaseLogger):
    """A logger whose lines carry named values."""

    @abstractmethod
    def with_context(self, **context: object) -> ContextualLogger:
        """A logger that carries `context` too; this one stays as it is."""

    @abstractmethod
    def get_context(self) -> Mapping[str, object]:
        """The named values that every line carries."""
