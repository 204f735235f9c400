"""How a failure is told: code, message, step, place, hint, and what the device said, without secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure, shortened
from neops_worker_sdk.jobs.progress import error_of

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Failure
    from neops_worker_sdk.logger.masking import Masker

SHOWN_LINES = 8
SHOWN_TEMPLATE = 100
SHOWN_CHARACTERS = 600


class BlockFailedError(Exception):
    """The block failed as a whole: a `once` step did, it has no targets, or `on_error: fail` met an error.

    Attributes:
        error: the failure as it is told.
        host: the device at which it happened, where it was one.
    """

    def __init__(self, error: dict[str, Any], host: str | None = None) -> None:
        hint = f"; {error['hint']}" if error.get("hint") else ""
        super().__init__((f"{host}: " if host else "") + one_line(error) + hint)
        self.error = error
        self.host = host


def describe(
    failure: Failure, *, step: str | None, where: str | None, masker: Masker, no_log: bool = False
) -> dict[str, Any]:
    """The failure as it stands in results, events and templates."""
    message = "hidden by no_log" if no_log else _message(failure)
    error = error_of(failure.code, message, step=step, where=where, hint=failure.hint)
    if not no_log:
        if failure.command is not None:
            error["command"] = failure.command
        if failure.output is not None:
            error["output"] = shorten(failure.output)
    return {key: value if key == "code" else masker.data(value) for key, value in error.items()}


def _message(failure: Failure) -> str:
    template = " ".join((failure.template or "").split()) if isinstance(failure, TemplateFailure) else ""
    if not template:
        return failure.message
    return f"{failure.message} (in `{shortened(template, SHOWN_TEMPLATE)}`)"


def shorten(output: str) -> str:
    """The first lines of a device's answer, enough to see what it complains about."""
    lines = output.strip("\r\n").split("\n")
    text = "\n".join(lines[:SHOWN_LINES])[:SHOWN_CHARACTERS]
    return text if len(text) >= len(output.strip("\r\n")) else f"{text}\n… ({len(lines)} lines)"


def one_line(error: dict[str, Any]) -> str:
    """The failure in one sentence, for messages."""
    place = ", ".join(
        part
        for part in (f"step '{error['step']}'" if error.get("step") else "", error.get("where") or "")
        if part
    )
    return f"{error['code']}: {error['message']}" + (f" ({place})" if place else "")
