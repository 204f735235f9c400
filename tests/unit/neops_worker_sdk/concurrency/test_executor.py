from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from neops_worker_sdk.concurrency import DaemonThreadPoolExecutor
from neops_worker_sdk.concurrency.crew import Crew


@pytest.fixture
def pool():
    executor = DaemonThreadPoolExecutor(4, "test")
    yield executor
    executor.shutdown()


def test_it_is_the_type_that_set_default_executor_demands(pool):
    assert isinstance(pool, ThreadPoolExecutor)


def test_results_and_errors_come_through_the_future(pool):
    assert pool.submit(pow, 2, 5).result(5) == 32
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).result(5)
    assert list(pool.map(str, [1, 2, 3])) == ["1", "2", "3"]


def test_as_many_calls_run_at_once_as_there_are_threads(pool):
    together = threading.Barrier(4)
    assert sorted(future.result(5) for future in [pool.submit(together.wait) for _ in range(4)]) == [
        0,
        1,
        2,
        3,
    ]


def test_no_more_threads_are_started_than_allowed(pool):
    names = {future.result(5) for future in [pool.submit(_name) for _ in range(200)]}
    assert 1 <= len(names) <= 4


def _name():
    time.sleep(0.0005)
    return threading.current_thread().name


def test_idle_threads_are_used_again(pool):
    names = set()
    for _ in range(20):
        names.add(pool.submit(_name).result(5))
        time.sleep(0.001)
    assert len(names) <= 2


def test_work_handed_in_by_a_busy_pool_gets_a_thread_at_once(pool):
    release = threading.Event()
    busy = [pool.submit(release.wait, 5) for _ in range(3)]
    assert pool.submit(pow, 2, 3).result(5) == 8
    release.set()
    assert all(future.result(5) for future in busy)


def test_threads_are_daemons(pool):
    assert pool.submit(lambda: threading.current_thread().daemon).result(5)


def test_shutdown_cancels_what_is_queued_and_does_not_wait_for_what_runs():
    pool, release, running = DaemonThreadPoolExecutor(1), threading.Event(), threading.Event()

    def hang():
        running.set()
        release.wait(10)
        return "done"

    hung, queued = pool.submit(hang), pool.submit(pow, 2, 3)
    assert running.wait(5)
    began = time.monotonic()
    pool.shutdown(wait=True)
    assert time.monotonic() - began < 0.5
    with pytest.raises(CancelledError):
        queued.result(5)
    with pytest.raises(RuntimeError, match="after shutdown"):
        pool.submit(pow, 2, 3)
    release.set()
    assert hung.result(5) == "done"


def test_threads_end_after_shutdown():
    pool = DaemonThreadPoolExecutor(3, "ending")
    together = threading.Barrier(3)
    for future in [pool.submit(together.wait) for _ in range(3)]:
        future.result(5)
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("ending")]
    pool.shutdown()
    for thread in threads:
        thread.join(5)
    assert threads
    assert not any(thread.is_alive() for thread in threads)


def test_threads_of_a_forgotten_pool_end():
    pool = DaemonThreadPoolExecutor(1, "forgotten")
    pool.submit(pow, 2, 3).result(5)
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("forgotten")]
    del pool
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)


def test_busy_threads_names_the_threads_that_work(pool):
    release, ids = threading.Event(), []
    future = pool.submit(lambda: (ids.append(threading.get_ident()), release.wait(5)))
    while not ids:
        time.sleep(0.001)
    assert pool.busy_threads() == tuple(ids)
    release.set()
    future.result(5)


def refuse(*_):
    raise RuntimeError("can't start new thread")


def test_a_system_that_gives_no_more_threads_goes_on_with_those_it_has(monkeypatch):
    pool = DaemonThreadPoolExecutor(4)
    pool.submit(pow, 1, 1).result(5)
    monkeypatch.setattr(Crew, "_start_one", refuse)
    assert [future.result(5) for future in [pool.submit(pow, 2, n) for n in range(4)]] == [1, 2, 4, 8]
    pool.shutdown()


def test_a_system_that_gives_no_thread_at_all_fails_the_calls(monkeypatch):
    pool = DaemonThreadPoolExecutor(4)
    monkeypatch.setattr(Crew, "_start_one", refuse)
    with pytest.raises(RuntimeError, match="no thread could be started"):
        pool.submit(pow, 2, 3).result(5)
    pool.shutdown()


def test_a_pool_that_could_not_start_works_when_threads_are_to_be_had_again(pool, monkeypatch):
    done = []
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError, match="start new thread"):
            pool.submit(done.append, "refused")
    assert pool.submit(done.append, "accepted").result(5) is None
    assert done == ["accepted"]


def test_asyncio_run_does_not_wait_for_a_hung_thread():
    release = threading.Event()

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(DaemonThreadPoolExecutor(2))
        loop.run_in_executor(None, release.wait, 20)
        await asyncio.sleep(0.01)
        return "result"

    began = time.monotonic()
    assert asyncio.run(main()) == "result"
    assert time.monotonic() - began < 1
    release.set()


def test_a_thread_that_ends_after_its_loop_says_nothing(caplog):
    release, ended = threading.Event(), threading.Event()

    def work():
        release.wait(5)
        ended.set()

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(DaemonThreadPoolExecutor(2))
        loop.run_in_executor(None, work)
        await asyncio.sleep(0.01)

    asyncio.run(main())
    release.set()
    assert ended.wait(5)
    time.sleep(0.02)
    assert caplog.records == []


def test_stop_iteration_does_not_hang_the_awaiting_task():
    async def main():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(DaemonThreadPoolExecutor(2))
        await asyncio.wait_for(asyncio.to_thread(next, iter([])), 5)

    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(main())


def test_the_process_exits_with_its_own_code_while_threads_hang():
    program = """
        import sys, threading
        from neops_worker_sdk.concurrency import DaemonThreadPoolExecutor
        pool = DaemonThreadPoolExecutor(3)
        running = threading.Barrier(4)
        for _ in range(3):
            pool.submit(lambda: (running.wait(), threading.Event().wait()))
        running.wait()
        sys.exit(7)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        timeout=20,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (7, "")


def test_handing_in_200_calls_under_load_starts_no_thread_in_the_callers_thread(monkeypatch):
    starters = []
    start = threading.Thread.start

    def spy(thread):
        starters.append(threading.get_ident())
        start(thread)

    pool = DaemonThreadPoolExecutor(200, "many")
    pool.submit(pow, 1, 1).result(5)
    monkeypatch.setattr(threading.Thread, "start", spy)
    together = threading.Barrier(200)
    for future in [pool.submit(together.wait) for _ in range(200)]:
        future.result(20)
    pool.shutdown()
    assert len(starters) == 199
    assert threading.get_ident() not in starters
