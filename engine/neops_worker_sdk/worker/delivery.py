"""Delivering results: retried with growing pauses until the engine has answered, while the next job runs."""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neops_worker_sdk.engines import (
    EngineError,
    EngineRefusedError,
    EngineUnavailableError,
    ResultAlreadyThereError,
)

if TYPE_CHECKING:
    from neops_worker_sdk.engines import Engine
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.worker.metrics import Metrics
    from neops_worker_sdk.worker.store import Store

SENDERS = 4
FIRST_PAUSE, LONGEST_PAUSE, PARKED_PAUSE = 1.0, 30.0, 60.0
_NO_LOGIN = (401, 403)


@dataclass
class _Parcel:
    job_id: str
    body: bytes
    attempts: int = 0
    replaced: bool = False
    parked: bool = False
    since: float = field(default_factory=time.monotonic)


class Delivery:
    """Sends results that are in the outbox, and removes them from there when the engine has answered.

    A temporary failure is retried after 1, 2, 4 … 30 s (each shortened at random by up to a half) for
    `give_up` seconds; then every minute, and again after a restart. A result that the engine refuses for good
    is replaced by a short failure, so that its job gets an outcome.
    """

    def __init__(
        self, engine: Engine, store: Store, metrics: Metrics, logger: BaseLogger, give_up: float
    ) -> None:
        self._engine = engine
        self._store = store
        self._metrics = metrics
        self._logger = logger
        self._give_up = give_up
        self._queue: asyncio.Queue[_Parcel] = asyncio.Queue()
        self._open: dict[str, _Parcel] = {}
        self._resting: dict[str, asyncio.TimerHandle] = {}
        self._all_settled = asyncio.Event()
        self._all_settled.set()

    @property
    def waiting(self) -> int:
        """How many results the engine does not have yet."""
        return len(self._open)

    def has(self, job_id: str) -> bool:
        """Whether a result of that job is still to be delivered."""
        return job_id in self._open

    def add(self, job_id: str, body: bytes) -> None:
        """Deliver a result that the outbox holds."""
        parcel = _Parcel(job_id, body)
        self._open[job_id] = parcel
        self._all_settled.clear()
        self._queue.put_nowait(parcel)

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as senders:
            for number in range(SENDERS):
                senders.create_task(self._send_all(), name=f"result sender {number + 1}")

    async def settled(self, seconds: float) -> bool:
        """Wait until nothing is open, at most `seconds`; whether that is so."""
        self.nudge()
        try:
            await asyncio.wait_for(self._all_settled.wait(), max(seconds, 0))
        except TimeoutError:
            return False
        return True

    def nudge(self) -> None:
        """The engine seems to be there: send at once what is resting."""
        for job_id, timer in list(self._resting.items()):
            timer.cancel()
            self._wake(job_id)

    async def _send_all(self) -> None:
        while True:
            parcel = await self._queue.get()
            parcel.attempts += 1
            try:
                await self._engine.push_result(parcel.body)
            except ResultAlreadyThereError:
                self._logger.warning(
                    f"Job {parcel.job_id}: the engine has a result already; this one is dropped"
                )
                await self._settle(parcel, "conflict")
            except EngineRefusedError as error:
                if error.status in _NO_LOGIN:
                    self._rest(parcel, error)
                else:
                    await self._refused(parcel, error)
            except EngineUnavailableError as error:
                self._rest(parcel, error)
            except Exception as error:
                self._logger.exception(f"Job {parcel.job_id}: delivering the result failed: {error}")
                self._rest(parcel, EngineUnavailableError(str(error)))
            else:
                await self._settle(parcel, "delivered")
                if self._resting:
                    self.nudge()

    async def _settle(self, parcel: _Parcel, outcome: str) -> None:
        await self._store.do("delivered", parcel.job_id)
        self._forget(parcel, outcome)

    def _forget(self, parcel: _Parcel, outcome: str) -> None:
        self._metrics.delivered(outcome)
        self._open.pop(parcel.job_id, None)
        if not self._open:
            self._all_settled.set()

    def _rest(self, parcel: _Parcel, error: EngineError) -> None:
        self._metrics.delivered("retried")
        tried = time.monotonic() - parcel.since
        if tried >= self._give_up and not parcel.parked:
            parcel.parked = True
            self._logger.error(
                f"Job {parcel.job_id}: its result could not be delivered for {tried:.0f} s; it stays in the "
                f"outbox, and is tried every {PARKED_PAUSE:.0f} s and after a restart: {error}"
            )
        elif parcel.attempts == 1:
            self._logger.warning(
                f"Job {parcel.job_id}: its result is not delivered yet, trying again: {error}"
            )
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(parcel.attempts - 1, 16))
        pause = PARKED_PAUSE if parcel.parked else pause * random.uniform(0.5, 1)  # noqa: S311 - jitter
        self._resting[parcel.job_id] = asyncio.get_running_loop().call_later(pause, self._wake, parcel.job_id)

    def _wake(self, job_id: str) -> None:
        self._resting.pop(job_id, None)
        if job_id in self._open:
            self._queue.put_nowait(self._open[job_id])

    async def _refused(self, parcel: _Parcel, error: EngineError) -> None:
        if parcel.replaced or error.status == 404:
            self._logger.error(f"Job {parcel.job_id}: the engine refuses its result: {error}")
            await self._store.do("refused", parcel.job_id, str(error))
            self._forget(parcel, "refused")
            return
        self._logger.error(
            f"Job {parcel.job_id}: the engine refuses its result of {len(parcel.body)} bytes, a short "
            f"failure is sent instead: {error}"
        )
        parcel.replaced, parcel.body = True, _short_failure(parcel.job_id, error)
        await self._store.do("put", parcel.job_id, parcel.body)
        self._queue.put_nowait(parcel)


def _short_failure(job_id: str, error: EngineError) -> bytes:
    message = f"the job was run, but the engine refused its result: {error}"
    result = {"success": False, "message": message}
    return json.dumps({"jobExecutionId": job_id, "status": "failed", "result": result}).encode()
