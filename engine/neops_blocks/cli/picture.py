"""What is known of jobs that somebody else runs, put together from their states and from what they tell."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from neops_blocks.cli.job_results import host_of, reported
from neops_blocks.cli.terminal import harmless
from neops_worker_sdk.jobs import HostStarted, StepFinished, StepStarted
from neops_worker_sdk.jobs.collector import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from neops_blocks.cli.engine_answers import Event, SubmissionState
    from neops_worker_sdk.jobs import HostFinished

LOGGER = logging.getLogger("neops.jobs")
_SHOWN = ("device", "step")


class Picture:
    """Feeds a `Collector` with the devices of jobs, and the log with their lines.

    The states of jobs and their events come apart, late, and after a broken connection twice.

    Args:
        rows: the names of the jobs that are a row each, by their ids.
        names: of all devices, as far as they are known.
        on_finished: called once with each device that is done.

    Attributes:
        collector: what is known.
        is_stale: whether a job seems to be done of which only its state says what came out.
    """

    def __init__(
        self,
        rows: Mapping[str, str],
        names: Iterable[str],
        on_finished: Callable[[HostFinished], None] | None = None,
    ) -> None:
        self._rows = rows
        self._told: set[str] = set()
        self.is_stale = False
        self.collector = Collector(names, on_finished)

    def take_state(self, state: SubmissionState) -> None:
        """Take what the engine says of the jobs."""
        self.is_stale = False
        for job in state.jobs:
            name = self._rows.get(job.job_id)
            if name is not None and not job.is_waiting:
                self._start(name)
                if job.is_done:
                    self._finish(host_of(job, name))

    def take(self, event: Event) -> None:
        """Take what a job tells."""
        if event.kind == "log":
            self._log(event)
            return
        row = self._rows.get(event.job_id)
        name = row or event.host
        if name is not None:
            self._start(name)
        if event.error is not None:
            self._told.add(one_line(f"{event.error.code}: {event.error.message}"))
        match event.kind:
            case "step_started":
                self.collector(StepStarted(name, event.step, event.attempt))
            case "step_finished":
                self.collector(_step(name, event))
            case "host_finished" if row is not None:
                self.is_stale = True
            case "host_finished" if name is not None:
                self._finish(reported(name, event))

    def _log(self, event: Event) -> None:
        """Log a line of a job; not one that only says what the result will say of a device."""
        verbose = LOGGER.isEnabledFor(logging.DEBUG)
        text = one_line(event.text)
        if not verbose and any(error in text for error in self._told):
            return
        context = {
            harmless(str(key)): harmless(str(value))
            for key, value in event.context.items()
            if key in _SHOWN or (verbose and key != "block")
        }
        level = logging.getLevelNamesMapping().get(event.level.upper(), logging.INFO)
        LOGGER.log(level, "%s", harmless(event.text), extra={"neops": context})

    def _start(self, name: str) -> None:
        record = self.collector.hosts.get(name)
        if record is None or record.started is None:
            self.collector(HostStarted(name))

    def _finish(self, host: HostFinished) -> None:
        record = self.collector.hosts.get(host.host)
        if record is None or record.finished is None:
            self.collector(host)


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def _step(name: str | None, event: Event) -> StepFinished:
    return StepFinished(
        host=name,
        step=event.step,
        kind=event.step_kind,
        ok=event.ok,
        skipped=event.skipped,
        elapsed=event.elapsed,
        attempts=event.attempts,
        error=None if event.error is None else event.error.model_dump(),
    )
