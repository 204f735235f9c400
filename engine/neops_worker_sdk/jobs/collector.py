"""Gathers what a job reports about its hosts; any thread may report."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.jobs.progress import HostFinished, HostStarted, StepFinished, StepStarted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from neops_worker_sdk.jobs.progress import Progress


@dataclass
class HostRecord:
    """What is known of a host; `step` is the one it is at, times in seconds."""

    name: str
    started: float | None = None
    step: str | None = None
    finished: HostFinished | None = None

    @property
    def failed(self) -> bool:
        """Whether it has finished with an error."""
        return self.finished is not None and not self.finished.ok


@dataclass
class Collector:
    """The records of all hosts, in the order of the inventory."""

    names: Iterable[str]
    on_finished: Callable[[HostFinished], None] | None = None
    hosts: dict[str, HostRecord] = field(init=False)
    block_step: str | None = None

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.hosts = {name: HostRecord(name) for name in self.names}

    def __call__(self, event: Progress) -> None:
        """Take one event."""
        with self._lock:
            self._take(event)
        if isinstance(event, HostFinished) and self.on_finished is not None:
            self.on_finished(event)

    def snapshot(self) -> list[HostRecord]:
        """The records as they are now."""
        with self._lock:
            return list(self.hosts.values())

    def finished(self) -> dict[str, HostFinished]:
        """What became of each host that has finished."""
        return {record.name: record.finished for record in self.snapshot() if record.finished is not None}

    def _take(self, event: Progress) -> None:
        host = event.host
        if host is None:
            self.block_step = event.step if isinstance(event, StepStarted) else None
            return
        record = self.hosts.setdefault(host, HostRecord(host))
        if isinstance(event, HostStarted):
            record.started = time.monotonic()
        elif isinstance(event, StepStarted):
            record.step = event.step
        elif isinstance(event, StepFinished):
            record.step = None
        else:
            record.finished = event


def host_json(finished: HostFinished) -> dict[str, Any]:
    """A host as it stands in the JSON document."""
    return {
        "ok": finished.ok,
        "elapsed": round(finished.elapsed, 3),
        "error": finished.error,
        "steps": finished.steps,
    }
