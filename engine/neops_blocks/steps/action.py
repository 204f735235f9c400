"""The port between a step kind and the runtime: what a compiled step may use, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from pathlib import Path

    from neops_blocks.drivers import Session
    from neops_worker_sdk.logger import BaseLogger


@dataclass(frozen=True, slots=True)
class Site:
    """Where a step stands: the directory of its block, the name of its step, `file:line:column`."""

    directory: Path
    step: str
    where: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a step, for one device (or none), in a thread of the job's pool.

    Attributes:
        scope: the names that expressions may use.
        timeout: seconds for this attempt, None where the step has none.
        command_timeout: gives the seconds for this attempt's commands; the step's timeout, else the
            connection's. Raises Failure.
        platform: the neops short name of the device's platform, None without a device.
        session: gives the open session, opening it where there is none; raises Failure.
        await_on_loop: runs a coroutine on the job's event loop and gives its value; raises StepTimeout.
        device: the entity of the job's context, None without a device.
        params: the validated parameters by name.
        dry_run: whether nothing may be changed.
        logger: carries block, step and device; secrets are masked in what it writes.
    """

    scope: Mapping[str, Any]
    timeout: float | None
    command_timeout: Callable[[], float]
    platform: str | None
    session: Callable[[], Session]
    await_on_loop: Callable[[Coroutine[Any, Any, Any], float | None], Any]
    device: Any
    params: Mapping[str, Any]
    logger: BaseLogger
    dry_run: bool = False


class Action(Protocol):
    """A compiled step: holds no state of a run, so that every device shares it."""

    def run(self, attempt: Attempt) -> Mapping[str, Any]:
        """Do the work; the fields of the step's result. Raises Failure."""
