"""From settings to a running worker: the one place that builds its parts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from neops_worker_sdk.concurrency import DaemonThreadPoolExecutor
from neops_worker_sdk.engines import EngineError
from neops_worker_sdk.engines.neops import NeopsEngine
from neops_worker_sdk.logger import StdlibContextualLogger
from neops_worker_sdk.registry import installed_readers
from neops_worker_sdk.worker.errors import StartupError
from neops_worker_sdk.worker.metrics import Metrics
from neops_worker_sdk.worker.reload import require_watcher
from neops_worker_sdk.worker.signals import stopping_by_signal
from neops_worker_sdk.worker.store import Store
from neops_worker_sdk.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_worker_sdk.registry import BlockReader
    from neops_worker_sdk.worker.settings import WorkerSettings

THREADS = 8


def run(settings: WorkerSettings, readers: Sequence[BlockReader] | None) -> int:
    """Run a worker until a signal ends it, see `run_worker`."""
    return asyncio.run(_main(settings, readers))


async def _main(settings: WorkerSettings, readers: Sequence[BlockReader] | None) -> int:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(DaemonThreadPoolExecutor(THREADS, thread_name_prefix="main"))
    logger = StdlibContextualLogger()
    if settings.reload:
        require_watcher()
    if not settings.engine:
        raise StartupError("no engine is given: set URL_BLACKBOARD, such as http://127.0.0.1:3030")
    try:
        engine = NeopsEngine(settings.engine, settings.token, settings.request_timeout)
    except EngineError as error:
        raise StartupError(str(error)) from error
    if readers is None:
        readers, faults = installed_readers()
        for fault in faults:
            logger.error(fault)
    metrics = Metrics()
    if settings.metrics_port is not None:
        metrics.start(settings.metrics_host, settings.metrics_port)
    store = Store.open(settings.state_dir, engine.address, logger)
    worker = Worker(engine, settings, readers=readers, store=store, metrics=metrics, logger=logger)
    try:
        with stopping_by_signal(loop, worker.stop):
            return await worker.run()
    finally:
        await store.aclose()
        await engine.aclose()
        metrics.close()
