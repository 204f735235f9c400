"""A worker on an engine in memory: `async with serving(...) as at: ...`."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from neops_worker_sdk.engines import PolledJob
from neops_worker_sdk.engines.memory import MemoryEngine
from neops_worker_sdk.logger import StdlibContextualLogger
from neops_worker_sdk.registry import Registered, Registration
from neops_worker_sdk.registry.dto import registration_dto
from neops_worker_sdk.worker import work
from neops_worker_sdk.worker.metrics import Metrics
from neops_worker_sdk.worker.outbox import Outbox
from neops_worker_sdk.worker.settings import WorkerSettings
from neops_worker_sdk.worker.store import Store
from neops_worker_sdk.worker.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = {"devices": [], "deviceGroups": [], "interfaces": []}
NUMBERS = itertools.count(1)


class Shelf:
    """A reader of blocks that needs no files' content: file name -> list of (class, registration), or an error."""

    def __init__(self, files):
        self.files = files

    def may_hold_blocks(self, file):
        return file.name in self.files

    def blocks_of(self, file):
        found = self.files[file.name]
        if isinstance(found, Exception):
            raise found
        return [Registered(cls, registration, registration_dto(registration)) for cls, registration in found]


@pytest.fixture
def job():
    """job(block=identifier, context=..., ...): a job with an id of its own."""

    def make(block="fb.test/block:1.0.0", context=EMPTY, **more):
        return PolledJob(id=f"j{next(NUMBERS)}", block=block, kind="execute", context=dict(context), **more)

    return make


@pytest.fixture
def with_device():
    """The context of a job that has one device, r1 with id 4."""
    return {**EMPTY, "devices": [{"id": 4, "hostname": "r1", "password": "hunter22"}]}


@pytest.fixture
def lines(caplog):
    caplog.set_level("INFO")
    return lambda text="": [record.getMessage() for record in caplog.records if text in record.getMessage()]


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "blocks").mkdir()
    return WorkerSettings(
        engine="memory",
        blocks=(tmp_path / "blocks",),
        name="w",
        heartbeat_interval=0.05,
        poll_interval=0.05,
        shutdown_timeout=5.0,
        startup_retry_timeout=1.0,
        state_dir=tmp_path / "state",
    )


@pytest.fixture
def serving(kit, settings, caplog, monkeypatch):
    """serving(run or block class, ..., engine=None, outbox=path, **settings): a running worker."""
    caplog.set_level("INFO")
    monkeypatch.setattr(work, "LONG_POLL", 0.1)

    @contextlib.asynccontextmanager
    async def serve(*blocks, engine=None, outbox: Path | None = None, expect=0, **changes):
        classes = [block if isinstance(block, type) else kit.block(block) for block in blocks] or [
            kit.block()
        ]
        files = {}
        for number, cls in enumerate(classes):
            name = "block" if number == 0 else f"block{number + 1}"
            registration = Registration(name, "d", "fb.test", "global", "execute", kit.Params, kit.Data)
            files[f"{number}.x"] = [(cls, registration)]
            (settings.blocks[0] / f"{number}.x").touch()
        engine = engine or MemoryEngine()
        logger = StdlibContextualLogger()
        store = Store(Outbox(outbox), logger)
        worker = Worker(
            engine,
            dataclasses.replace(settings, **changes),
            readers=[Shelf(files)],
            store=store,
            metrics=Metrics(),
            logger=logger,
        )
        at = SimpleNamespace(engine=engine, worker=worker, store=store, files=files, code=None)
        running = asyncio.create_task(worker.run())
        at.running = running
        try:
            yield at
            worker.stop()
            async with asyncio.timeout(10):
                at.code = await running
            assert expect is None or at.code == expect
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await store.aclose()

    return serve


@pytest.fixture
def run():
    """Run an async function, at most ten seconds."""

    def run(main):
        async def bounded():
            async with asyncio.timeout(20):
                return await main()

        return asyncio.run(bounded())

    return run
