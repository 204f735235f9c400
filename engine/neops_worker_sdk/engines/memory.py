"""An engine in this process: for tests of workers and blocks, and to see what a worker does."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.engines.errors import ResultAlreadyThereError, UnknownWorkerError
from neops_worker_sdk.engines.neops.wire import result_dto
from neops_worker_sdk.engines.port import Compatibility

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_worker_sdk.engines.port import MalformedJob, PolledJob
    from neops_worker_sdk.jobs import JobOutcome
    from neops_worker_sdk.registry import RegisterFunctionBlockDto


class MemoryEngine:
    """Hands out the jobs that `submit` was given, to any worker, in their order.

    Attributes:
        workers: registered ones, by identity: whether they are online.
        blocks: the identifiers that were registered, with the workers that serve them.
        results: what was pushed, by job.
        events: what jobs have said.
        pings: the time of each, of the event loop's clock.
        limits: what each poll asked for.
    """

    address = "memory"
    waits = True

    def __init__(self) -> None:
        self.workers: dict[str, bool] = {}
        self.blocks: dict[str, set[str]] = {}
        self.results: dict[str, dict[str, Any]] = {}
        self.events: list[Mapping[str, Any]] = []
        self.pings: list[float] = []
        self.limits: list[int] = []
        self._jobs: deque[PolledJob | MalformedJob] = deque()
        self._changed = asyncio.Condition()

    async def submit(self, *jobs: PolledJob | MalformedJob) -> None:
        """Add jobs to what is handed out."""
        async with self._changed:
            self._jobs.extend(jobs)
            self._changed.notify_all()

    async def result_of(self, job_id: str) -> dict[str, Any]:
        """Wait for the result of a job."""
        async with self._changed:
            await self._changed.wait_for(lambda: job_id in self.results)
        return self.results[job_id]

    async def check_version(self) -> Compatibility:
        """Everything fits."""
        return Compatibility("memory")

    async def register_worker(self, version: str, name: str | None, ip_address: str | None) -> str:
        """A new identity."""
        del version, ip_address
        identity = f"{name or 'worker'}-{len(self.workers) + 1}"
        self.workers[identity] = True
        return identity

    async def register_block(self, block: RegisterFunctionBlockDto) -> None:
        """Take any block."""
        version = f"{block.major_version}.{block.minor_version}.{block.patch_version}"
        self.blocks.setdefault(f"{block.package}/{block.name}:{version}", set()).add(block.worker_id or "")

    async def ping(self, worker_id: str) -> None:
        """Take a ping of a worker that is known."""
        self._known(worker_id)
        self.pings.append(asyncio.get_running_loop().time())

    async def unregister(self, worker_id: str) -> None:
        """The worker is offline."""
        self.workers[worker_id] = False

    async def poll(
        self, worker_id: str, blocks: Sequence[RegisterFunctionBlockDto], limit: int, wait: float
    ) -> list[PolledJob | MalformedJob]:
        """Hand out jobs, whatever their block."""
        del blocks
        self._known(worker_id)
        self.limits.append(limit)
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: bool(self._jobs)), wait)
            except TimeoutError:
                return []
            return [self._jobs.popleft() for _ in range(min(limit, len(self._jobs)))]

    def result_body(
        self, outcome: JobOutcome, report: Mapping[str, Any] | None, failed: str | None
    ) -> dict[str, Any]:
        """As the blackboard API has it, with the report."""
        del failed
        return result_dto(outcome, outcome.message, report)

    async def push_result(self, body: bytes) -> None:
        """Keep the first result of a job."""
        result = json.loads(body)
        async with self._changed:
            if result["jobExecutionId"] in self.results:
                raise ResultAlreadyThereError("there is a result already", 409)
            self.results[result["jobExecutionId"]] = result
            self._changed.notify_all()

    async def send_events(self, worker_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Keep them."""
        del worker_id
        self.events.extend(events)

    async def aclose(self) -> None:
        """Nothing to close."""

    def _known(self, worker_id: str) -> None:
        if worker_id not in self.workers:
            raise UnknownWorkerError(f"there is no worker {worker_id}", 404)
