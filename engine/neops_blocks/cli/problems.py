"""What the user has to know about an error that is not a bug: one message, without a traceback."""

from __future__ import annotations

import click


class Problem(click.ClickException):
    """Something the user can mend: what is wrong, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.text = f"{message}\nhint: {hint}" if hint else message


def explain(error: Exception) -> Problem | None:
    """The problem behind an exception, or None where it is a bug of ours."""
    from neops_blocks.diagnostics import Failure, InvalidBlockError
    from neops_blocks.inventory import InvalidInventoryError, SelectionError

    if isinstance(error, InvalidBlockError | InvalidInventoryError):
        return Problem(_findings(error))
    if isinstance(error, SelectionError):
        return Problem(str(error), error.hint)
    if isinstance(error, Failure):
        return Problem(error.message, error.hint)
    if isinstance(error, OSError) and error.filename is not None:
        return Problem(f"{error.filename}: {(error.strerror or type(error).__name__)}")
    return None


def _findings(error: Exception) -> str:
    from neops_blocks.cli.findings import report

    what = "inventory" if type(error).__name__ == "InvalidInventoryError" else "block"
    return f"the {what} is not valid\n{report(error.findings, error.texts)}"  # type: ignore[attr-defined]
