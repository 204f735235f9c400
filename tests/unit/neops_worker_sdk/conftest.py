"""A logger that keeps what it is told, and a thread whose event loop the detector watches."""

from __future__ import annotations

import asyncio
import threading

import pytest
from neops_worker_sdk.concurrency import BlockingDetector, DaemonThreadPoolExecutor
from neops_worker_sdk.logger import BaseLogger


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
