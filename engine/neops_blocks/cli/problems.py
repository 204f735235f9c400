"""What the user has to know about an error that is not a bug: one message, without a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from neops_blocks.diagnostics import InvalidBlockError
    from neops_blocks.inventory import InvalidInventoryError


class Problem(click.ClickException):
    """Something the user can mend: what is wrong, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.text = f"{message}\nhint: {hint}" if hint else message


def explain(error: Exception) -> Problem | None:
    """The problem behind an exception, or None where it is a bug of ours."""
    from neops_blocks.diagnostics import Failure, InvalidBlockError
    from neops_blocks.inventory import InvalidInventoryError, SelectionError

    if isinstance(error, InvalidBlockError):
        return _invalid("block", error)
    if isinstance(error, InvalidInventoryError):
        return _invalid("inventory", error)
    if isinstance(error, SelectionError):
        return Problem(str(error), error.hint)
    if isinstance(error, Failure):
        return Problem(error.message, error.hint)
    if isinstance(error, OSError) and error.filename is not None:
        return Problem(f"{error.filename}: {(error.strerror or type(error).__name__)}")
    return None


def _invalid(what: str, error: InvalidBlockError | InvalidInventoryError) -> Problem:
    from neops_blocks.cli.findings import report

    return Problem(f"the {what} is not valid\n{report(error.findings, error.texts)}")
