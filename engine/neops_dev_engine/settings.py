"""Settings of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MILLISECONDS = {
    "WORKER_UNREACHABLE_THRESHOLD_MS": "worker_unreachable",
    "WORKER_OFFLINE_THRESHOLD_MS": "worker_offline",
    "WORKER_OFFLINE_DELETE_THRESHOLD_MS": "worker_deleted",
    "BLACKBOARD_STUCK_JOB_TIMEOUT": "stuck_job",
    "BLACKBOARD_JOB_CHECK_INTERVAL": "check_interval",
}
"""Environment variables and the thresholds they set."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """How long the engine waits, in milliseconds.

    Attributes:
        worker_unreachable: a worker silent for longer gets no new jobs.
        worker_offline: the jobs of a worker silent for longer are failed.
        worker_deleted: a worker offline for longer is deleted.
        stuck_job: a job that was handed out is failed if it has no result by then.
        check_interval: between two checks of all this.
    """

    worker_unreachable: int = 120_000
    worker_offline: int = 360_000
    worker_deleted: int = 86_400_000
    stuck_job: int = 720_000
    check_interval: int = 60_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Thresholds:
        """The defaults, with what the environment says.

        Raises:
            ValueError: a variable is no whole number of milliseconds.
        """
        values = {}
        for variable, name in MILLISECONDS.items():
            text = environment.get(variable, "").strip()
            if not text:
                continue
            if not text.isdecimal() or int(text) < 1:
                raise ValueError(
                    f"{variable} is {text!r}; it must be a whole number of milliseconds, at least 1"
                )
            values[name] = int(text)
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an engine is started with.

    Attributes:
        database: the SQLite file.
        host: address to listen on.
        port: 0 lets the system choose one.
        token: every request must carry it, if given.
        thresholds: how long the engine waits for workers.
        entities: merged into the inventory when it starts, as the lists of a context.
        most_body: bytes of a request's body.
    """

    database: Path
    host: str = "127.0.0.1"
    port: int = 3030
    token: str | None = field(default=None, repr=False)
    thresholds: Thresholds = field(default_factory=Thresholds)
    entities: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict, repr=False)
    most_body: int = 16 * 1024 * 1024
