"""`Patience`: how long silence is still no reason to worry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.settings import Thresholds

WorkerState = Literal["online", "unreachable", "offline"]


class Patience:
    """Judges workers and jobs by the thresholds.

    An engine that was stopped, or whose machine slept, could not hear anybody: silence counts from the moment
    it listens again.

    Attributes:
        thresholds: how long it waits.
        since: the moment from which it has been listening without a break.
    """

    def __init__(self, thresholds: Thresholds, since: int) -> None:
        self.thresholds = thresholds
        self.since = since

    def silence(self, worker: sqlite3.Row, now: int) -> int:
        """Milliseconds without a word from a worker."""
        heard: int = max(worker["pinged_at"], self.since)
        return max(0, now - heard)

    def state(self, worker: sqlite3.Row, now: int) -> WorkerState:
        """The state of a worker."""
        silence = self.silence(worker, now)
        if worker["unregistered_at"] is not None or silence > self.thresholds.worker_offline:
            return "offline"
        return "unreachable" if silence > self.thresholds.worker_unreachable else "online"

    def is_gone(self, worker: sqlite3.Row, now: int) -> bool:
        """Whether a worker has been offline for so long that it is to be deleted."""
        left: int | None = worker["unregistered_at"]
        offline = self.silence(worker, now) - self.thresholds.worker_offline if left is None else now - left
        return offline > self.thresholds.worker_deleted

    def is_stuck(self, job: sqlite3.Row, now: int) -> bool:
        """Whether a job that was handed out has had its time."""
        began: int = max(job["polled_at"], self.since)
        return now - began > self.thresholds.stuck_job
