"""Logging of the command line: on standard error, without secrets, quiet unless asked."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO

from neops_blocks.cli.terminal import Paint

if TYPE_CHECKING:
    from neops_worker_sdk.logger.masking import Masker

OURS = ("neops", "neops_blocks")
LEVELS = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "red", "DEBUG": "dim"}


def configure(masker: Masker, verbose: int, least: int = logging.ERROR) -> None:
    """Send our log to standard error: errors, or what is at least as serious as `least`.

    With -v everything of ours; with -vv of the libraries too.
    """
    handler = _Handler(sys.stderr)
    handler.setFormatter(_Formatter(masker))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.DEBUG if verbose > 1 else logging.CRITICAL)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else least)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is at the moment: live progress takes it over for a while."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _Formatter(logging.Formatter):
    def __init__(self, masker: Masker) -> None:
        super().__init__()
        self._masker = masker
        self._paint = Paint(sys.stderr)

    def format(self, record: logging.LogRecord) -> str:
        context = getattr(record, "neops", None) or {}
        known = "".join(f" {key}={value!r}" for key, value in context.items())
        text = f"{record.levelname.lower()}: {record.getMessage()}{known}"
        if record.exc_info:
            text += f"\n{self.formatException(record.exc_info)}"
        return self._paint(self._masker.text(text), LEVELS.get(record.levelname, "cyan"))
