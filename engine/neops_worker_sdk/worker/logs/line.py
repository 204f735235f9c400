"""A line of the log: what a record says, and everybody who has to mask it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.masking import Masker, current_maskers
from neops_worker_sdk.worker.events import CURRENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.logger.redaction import Redactor

_TRACEBACKS = logging.Formatter()


@dataclass(frozen=True)
class Line:
    """What a record said when it was made: nothing of it changes any more.

    Attributes:
        created: seconds since the epoch.
        level: lower case.
        logger: its name.
        message: not masked.
        context: named values, not masked.
        exception: the traceback, not masked; empty if there is none.
        maskers: of the job that said it.
    """

    created: float
    level: str
    logger: str
    message: str
    context: Mapping[str, Any]
    exception: str = ""
    maskers: tuple[Masker, ...] = ()

    def masked(self, always: Masker, names: Redactor) -> Line:
        """The line without secrets: those known by value, and those that the names of the context tell."""
        message, exception, context = self.message, self.exception, names.dump(self.context)
        for masker in (always, *self.maskers):
            message, exception = masker.text(message), masker.text(exception)
            context = masker.data(context)
        return Line(self.created, self.level, self.logger, message, context, exception)


def line_of(record: logging.LogRecord) -> Line:
    """Take down a record. Never raises: a line that cannot be formatted says so."""
    try:
        message = record.getMessage()
    except Exception as error:  # noqa: BLE001 - arguments are anybody's objects
        message = f"{_plain(record.msg)!r} with arguments that do not fit: {type(error).__name__}"
    return Line(
        created=record.created,
        level=record.levelname.lower(),
        logger=record.name,
        message=message,
        context=_context(record),
        exception=_exception(record),
        maskers=current_maskers(),
    )


def _context(record: logging.LogRecord) -> dict[str, Any]:
    context = {key: _plain(value) for key, value in (getattr(record, "neops", None) or {}).items()}
    job = CURRENT.get()
    return context if job is None or "job" in context else {"job": job.id, **context}


def _exception(record: logging.LogRecord) -> str:
    parts = [] if not record.exc_info else [_TRACEBACKS.formatException(record.exc_info)]
    if record.stack_info:
        parts.append(record.stack_info)
    return "\n".join(parts)


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    try:
        return str(value)
    except Exception as error:  # noqa: BLE001 - anybody's object
        return f"{type(value).__name__} that cannot be written: {type(error).__name__}"
