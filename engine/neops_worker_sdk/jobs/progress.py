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

    `error` has the keys code, message, step, where, hint, and command and output where there is one.
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

OBSERVER: ContextVar[Callable[[Progress], None] | None] = ContextVar("neops_observer", default=None)


def report(event: Progress) -> None:
    """Send `event` to the observer of the current job; nothing happens without one.

    Called from the job's loop and threads, so observers must be thread-safe and quick.
    """
    observer = OBSERVER.get()
    if observer is not None:
        observer(event)
