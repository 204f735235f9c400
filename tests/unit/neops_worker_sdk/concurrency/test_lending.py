"""A thread that only waits for its own event loop makes room for another."""

from __future__ import annotations

import threading

import pytest

from neops_worker_sdk.concurrency import DaemonThreadPoolExecutor, lending_this_thread


@pytest.fixture
def pool():
    made = DaemonThreadPoolExecutor(2)
    yield made
    made.shutdown()


def test_a_full_pool_of_waiting_threads_still_does_what_they_wait_for(pool):
    go_on = threading.Event()

    def wait():
        with lending_this_thread():
            return go_on.wait(5)

    waiting = [pool.submit(wait) for _ in range(2)]
    pool.submit(go_on.set)
    assert [future.result(5) for future in waiting] == [True, True]


def test_the_pool_has_its_own_size_again_afterwards(pool):
    def lend():
        with lending_this_thread():
            pass

    for _ in range(5):
        pool.submit(lend).result(5)
    inside, most, lock, together = 0, 0, threading.Lock(), threading.Barrier(2)

    def work():
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        together.wait(5)
        with lock:
            inside -= 1

    for future in [pool.submit(work) for _ in range(4)]:
        future.result(5)
    assert most == 2


def test_a_thread_of_nobodys_pool_lends_nothing():
    with lending_this_thread():
        pass
