"""The heartbeat: a ping at a fixed rhythm, whatever else happens."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from neops_worker_sdk.engines import EngineError, UnknownWorkerError

if TYPE_CHECKING:
    from neops_worker_sdk.engines import Engine
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.worker.delivery import Delivery
    from neops_worker_sdk.worker.membership import Membership
    from neops_worker_sdk.worker.metrics import Metrics


class Heartbeat:
    """Pings the engine every `interval` seconds; an engine that does not know the worker is joined again."""

    def __init__(
        self,
        engine: Engine,
        membership: Membership,
        delivery: Delivery,
        metrics: Metrics,
        logger: BaseLogger,
        interval: float,
    ) -> None:
        self._engine = engine
        self._membership = membership
        self._delivery = delivery
        self._metrics = metrics
        self._logger = logger
        self._interval = interval
        self._failing = False

    async def run(self) -> None:
        """Beat until cancelled. The rhythm is kept: a slow answer does not move the next beat."""
        due = time.monotonic()
        while True:
            await self._beat(late=max(0.0, time.monotonic() - due))
            missed = int(max(0.0, time.monotonic() - due) // self._interval)
            due += self._interval * (1 + missed)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _beat(self, late: float) -> None:
        worker = self._membership.worker_id
        if worker is None:
            return
        try:
            async with asyncio.timeout(self._interval):
                await self._engine.ping(worker)
        except UnknownWorkerError:
            self._metrics.beat(ok=False, late=late)
            self._membership.lost(worker)
        except (EngineError, TimeoutError) as error:
            self._metrics.beat(ok=False, late=late)
            if not self._failing:
                self._failing = True
                why = str(error) or f"no answer within {self._interval:g} s"
                self._logger.warning(f"The heartbeat does not reach the engine: {why}")
        else:
            self._metrics.beat(ok=True, late=late)
            if self._failing:
                self._failing = False
                self._logger.info("The heartbeat reaches the engine again")
                self._delivery.nudge()
