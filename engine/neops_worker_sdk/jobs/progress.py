"""What a running job tells about itself, and to whom."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class HostStarted:
    """Work on a host begins."""

    host: str


@dataclass(frozen=True)
class StepStarted:
    """An attempt of a step begins; `host` is None for a step of the whole block."""

    host: str | None
    step: str | None
    attempt: int = 1


@dataclass(frozen=True)
class StepFinished:
    """A step has ended, with seconds in `elapsed`.

    `error` is as `error_of` makes it.
    """

    host: str | None
    step: str | None
    kind: str
    ok: bool
    skipped: bool
    elapsed: float
    attempts: int
    error: dict[str, Any] | None = None


@dataclass(frozen=True)
class HostFinished:
    """Work on a host has ended; `error` as in `StepFinished`, `steps` by step id."""

    host: str
    ok: bool
    elapsed: float
    error: dict[str, Any] | None
    steps: dict[str, Any]


Progress: TypeAlias = HostStarted | StepStarted | StepFinished | HostFinished


BLOCK_FAILED = "block_failed"
AS_A_WHOLE = "the block failed as a whole, and does not say at which device"


def error_of(
    code: str, message: str, *, step: str | None = None, where: str | None = None, hint: str | None = None
) -> dict[str, Any]:
    """An error as reports and results tell it; `command` and `output` are added where there is one."""
    return {"code": code, "message": message, "step": step, "where": where, "hint": hint}


OBSERVER: ContextVar[Callable[[Progress], None] | None] = ContextVar("neops_observer", default=None)


def report(event: Progress) -> None:
    """Send `event` to the observer of the current job; nothing happens without one.

    Called from the job's loop and threads, so observers must be thread-safe and quick.
    """
    observer = OBSERVER.get()
    if observer is not None:
        observer(event)
