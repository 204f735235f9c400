"""`Engine`: what a worker asks of whoever hands out jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_worker_sdk.jobs import JobOutcome
    from neops_worker_sdk.registry import RegisterFunctionBlockDto

LONG_POLL = "long-poll"
JOB_EVENTS = "job-events"
JOB_REPORT = "job-report"


@dataclass(frozen=True)
class Compatibility:
    """What an engine says of itself and of this worker.

    Attributes:
        version: the engine's.
        compatible: whether it takes workers that speak as this one does.
        deprecated: whether it soon will not.
        extensions: what it offers beyond the published API.
    """

    version: str
    compatible: bool = True
    deprecated: bool = False
    extensions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PolledJob:
    """A job that an engine has handed out to this worker, as it came.

    Attributes:
        id: the engine's name of it.
        block: the full identifier of its function block.
        kind: ``acquire``, ``execute`` or ``rollback``.
        parameters: by name.
        context: the entities, with the keys of the engine's API.
        run_on: kind of entity.
        entity_id: the entity that the block runs on.
        step: label of its workflow step.
        workflow: identifier of its workflow, where the engine tells it.
        deadline: seconds within which it must be done, where the engine tells it.
    """

    id: str
    block: str
    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    run_on: str = "global"
    entity_id: int | None = None
    step: str | None = None
    workflow: str | None = None
    deadline: float | None = None


@dataclass(frozen=True)
class MalformedJob:
    """A job that was handed out but makes no sense: why, and its name if that can be told."""

    id: str | None
    reason: str
    block: str = ""


class Engine(Protocol):
    """Hands out jobs and takes their results.

    Every method may raise EngineUnavailableError (ask again) or EngineRefusedError (do not).
    """

    @property
    def address(self) -> str:
        """Names the engine in messages, and its results on disk."""

    @property
    def waits(self) -> bool:
        """Whether a poll waits for a job; else it answers at once."""

    async def check_version(self) -> Compatibility:
        """Ask whether engine and worker fit; remembers the engine's extensions."""

    async def register_worker(self, version: str, name: str | None, ip_address: str | None) -> str:
        """Introduce this worker; the identity for all later calls."""

    async def register_block(self, block: RegisterFunctionBlockDto) -> None:
        """Say that a worker (`block.worker_id`) serves a block. A known block is no error."""

    async def ping(self, worker_id: str) -> None:
        """Say that the worker lives. Raises UnknownWorkerError."""

    async def unregister(self, worker_id: str) -> None:
        """Say good-bye; an unknown worker is no error."""

    async def poll(
        self, worker_id: str, blocks: Sequence[RegisterFunctionBlockDto], limit: int, wait: float
    ) -> list[PolledJob | MalformedJob]:
        """Claim up to `limit` jobs, waiting for one up to `wait` seconds. Raises UnknownWorkerError."""

    def result_body(
        self, outcome: JobOutcome, report: Mapping[str, Any] | None, failed: str | None
    ) -> dict[str, Any]:
        """What `push_result` sends for an outcome, JSON-native.

        Args:
            outcome: the job's.
            report: what happened in detail, for engines that take it.
            failed: the devices that failed, in words, for those that do not.
        """

    async def push_result(self, body: bytes) -> None:
        """Deliver a result (JSON text of `result_body`). Raises ResultAlreadyThereError."""

    async def send_events(self, worker_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Deliver log lines and progress of jobs."""

    async def aclose(self) -> None:
        """Close every connection."""
