"""Setting up logging for as long as a worker runs."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, TextIO

from neops_worker_sdk.logger.masking import Masker
from neops_worker_sdk.logger.redaction import default_redactor
from neops_worker_sdk.logger.sensitive_names import more_key_parts
from neops_worker_sdk.logger.stdlib import LOGGER_NAME
from neops_worker_sdk.worker.logs.formats import formatter
from neops_worker_sdk.worker.logs.line import line_of
from neops_worker_sdk.worker.logs.writer import LineWriter, writing_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_worker_sdk.worker.settings import WorkerSettings

OURS = (LOGGER_NAME, "neops_blocks")
LAST_LINES = 2.0


@contextlib.contextmanager
def logging_as_set(
    settings: WorkerSettings, stream: TextIO | None = None, *, libraries: bool = False
) -> Iterator[None]:
    """Within, what is logged is written as the settings say; afterwards everything is as before.

    Python's warnings and the errors that end threads are logged too. The names that tell of a secret count in
    the whole process, also for parameters of blocks.

    Args:
        settings: format, level, and what is masked besides the secrets of jobs.
        stream: where to; default: standard error.
        libraries: whether the level counts for libraries too; else they log warnings and errors.
    """
    stream = sys.stderr if stream is None else stream
    always = Masker([settings.token])
    text_of = formatter(settings.log_format, colour=_is_colourful(stream))
    with more_key_parts(settings.redact_extra_keys):
        names = default_redactor()
        writer = LineWriter(writing_to(stream), lambda line: text_of(line.masked(always, names)))
        try:
            with _levels(settings.log_level.upper(), libraries=libraries), _taken_over(_Handler(writer)):
                yield
        finally:
            writer.close(LAST_LINES)


class _Handler(logging.Handler):
    """Hands every line to the writer."""

    def __init__(self, writer: LineWriter) -> None:
        super().__init__()
        self._writer = writer

    def emit(self, record: logging.LogRecord) -> None:
        self._writer.put(line_of(record))


@contextlib.contextmanager
def _levels(level: str, *, libraries: bool) -> Iterator[None]:
    wanted = logging.getLevelNamesMapping()[level]
    root = logging.getLogger()
    levels = {root: wanted if libraries else max(wanted, logging.WARNING)}
    levels |= {logging.getLogger(name): wanted for name in OURS}
    before = {logger: logger.level for logger in levels}
    for logger, number in levels.items():
        logger.setLevel(number)
    try:
        yield
    finally:
        for logger, number in before.items():
            logger.setLevel(number)


@contextlib.contextmanager
def _taken_over(handler: logging.Handler) -> Iterator[None]:
    root = logging.getLogger()
    hook = threading.excepthook
    root.addHandler(handler)
    logging.captureWarnings(True)  # noqa: FBT003 - its only parameter
    threading.excepthook = _log_the_end
    try:
        yield
    finally:
        threading.excepthook = hook
        logging.captureWarnings(False)  # noqa: FBT003
        root.removeHandler(handler)


def _log_the_end(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is None or isinstance(ended.exc_value, SystemExit):
        return
    name = "" if ended.thread is None else f" {ended.thread.name}"
    error = ended.exc_value
    logging.getLogger(LOGGER_NAME).error(f"The thread{name} ended with an error", exc_info=error)


def _is_colourful(stream: TextIO | None) -> bool:
    try:
        terminal = stream is not None and stream.isatty()
    except ValueError:
        return False
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
