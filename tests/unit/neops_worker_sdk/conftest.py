"""A logger that keeps what it is told, a thread under the detector, and a kit to make blocks and run jobs."""

from __future__ import annotations

import asyncio
import threading
import types
from types import SimpleNamespace

import pytest

from neops_worker_sdk.concurrency import BlockingDetector, DaemonThreadPoolExecutor
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.jobs import Job, JobRunner
from neops_worker_sdk.logger import BaseLogger
from neops_worker_sdk.registry import Registration


class Recorder(BaseLogger):
    def __init__(self):
        self.lines = []

    def _keep(self, level, msg):
        self.lines.append((level, str(msg)))

    def debug(self, msg, *args, **kwargs):
        self._keep("debug", msg)

    def info(self, msg, *args, **kwargs):
        self._keep("info", msg)

    def warning(self, msg, *args, **kwargs):
        self._keep("warning", msg)

    def error(self, msg, *args, **kwargs):
        self._keep("error", msg)

    def critical(self, msg, *args, **kwargs):
        self._keep("critical", msg)

    def exception(self, msg, *args, **kwargs):
        self._keep("error", msg)

    def find(self, text):
        return [line for _, line in self.lines if text in line]

    @property
    def detected(self):
        return self.find("Blocking operation detected")


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def watch(recorder):
    """Run an async function in a thread of its own, watched from here; returns the detector."""

    def run(main, *, threshold=0.1, name="some_block", threads=8):
        async def watcher():
            detector = BlockingDetector(threshold, recorder)
            here = asyncio.get_running_loop()
            started, ended, errors = asyncio.Event(), asyncio.Event(), []

            def job_thread():
                here.call_soon_threadsafe(started.set)
                try:
                    with asyncio.Runner() as runner:
                        runner.get_loop().set_default_executor(DaemonThreadPoolExecutor(threads))
                        runner.run(main())
                except Exception as error:
                    errors.append(error)
                here.call_soon_threadsafe(ended.set)

            thread = threading.Thread(target=job_thread, daemon=True)
            thread.start()
            await started.wait()
            watching = asyncio.create_task(detector.monitor_thread(thread.ident, name))
            await ended.wait()
            watching.cancel()
            await asyncio.wait({watching})
            thread.join()
            if errors:
                raise errors[0]
            return detector

        return asyncio.run(watcher())

    return run


class Params(FunctionBlockParams):
    count: int = 1


class Data(FunctionBlockResultData):
    value: object = None


def ok(value=None):
    return FunctionBlockResult[Data](message="done", success=True, data=Data(value=value))


async def fine(self, params, context):
    return ok(params.count)


async def nothing_to_acquire(self, params):
    return FunctionBlockAcquireResult(message="nothing needed", success=True, acquires=None)


def block(run=fine, *, acquire=nothing_to_acquire, **members):
    """A block class with these methods."""
    body = {"run": run, "acquire": acquire, **members}
    return types.new_class(
        "Block", (FunctionBlock[Params, Data],), exec_body=lambda names: names.update(body)
    )


def device(number):
    return {"id": number, "hostname": f"sw{number}", "ip": f"192.0.2.{number}"}


def job(run=fine, *, devices=0, parameters=None, run_on="global", data=Data, params=Params, **settings):
    cls = run if isinstance(run, type) else block(run)
    registration = Registration("some_block", "Tests.", "fb.example.com", run_on, "execute", params, data)
    context = {
        "devices": [device(n) for n in range(1, devices + 1)],
        "deviceGroups": [],
        "interfaces": [],
    }
    defaults = {"id": "j1", "kind": "execute", "parameters": parameters or {}, "context": context}
    return Job(block=cls, registration=registration, run_on=run_on, **{**defaults, **settings})


@pytest.fixture
def kit(recorder):
    """Makes blocks and jobs, and runs jobs one after the other on one runner."""

    def run_all(*jobs, **settings):
        async def main():
            runner = JobRunner(logger=recorder, **{"blocking_threshold": 0, **settings})
            try:
                return [await runner.run(each) for each in jobs]
            finally:
                await runner.aclose()

        return asyncio.run(main())

    def run(one, **settings):
        """The outcome of `one`, after which the same runner ran a sound job."""
        outcome, next_outcome = run_all(one, job(), **settings)
        assert (next_outcome.success, next_outcome.data) == (True, {"value": 1})
        return outcome

    return SimpleNamespace(
        Params=Params, Data=Data, ok=ok, block=block, job=job, run=run, run_all=run_all, log=recorder
    )
