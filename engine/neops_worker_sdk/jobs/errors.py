"""Why a job fails that is not an exception of its block; and exceptions in words."""

from __future__ import annotations

import asyncio


class InvalidResultError(TypeError):
    """The block returned something that is no result, or that cannot be sent."""


class DeadlineExceeded(TimeoutError):
    """The job did not finish in time."""


class JobRefusedError(ValueError):
    """The job cannot be run at all: an unknown block, or a request that makes no sense."""


class JobCutError(RuntimeError):
    """The worker ended before the job, or could not bring it to its end."""


class JobThreadError(RuntimeError):
    """The job's thread could not do its work."""


def in_words(error: BaseException) -> str:
    """The text of `error`, never empty."""
    if isinstance(error, SystemExit):
        return f"the block called sys.exit({error.code!r})"
    if isinstance(error, asyncio.CancelledError):
        return "the block cancelled itself: asyncio.CancelledError left it"
    name = type(error).__name__
    try:
        return str(error).strip() or name
    except Exception:  # noqa: BLE001 - __str__ is the author's code
        return name
