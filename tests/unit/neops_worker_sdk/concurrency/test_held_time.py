from __future__ import annotations

import sys
import threading

import pytest

from neops_worker_sdk.concurrency.held_time import CpuTime, cpu_clock_of, held_time


@pytest.mark.parametrize(
    ("case", "elapsed", "cpu", "short_lock", "expected"),
    [
        ("in time, blocked", 0.025, 0.0, False, 0.025),
        ("in time, waiting for a lock", 0.025, 0.0, True, 0.025),
        ("a little late", 0.027, 0.001, False, 0.027),
        ("late, blocked", 0.7, 0.0, False, 0.7),
        ("late, at a lock that somebody starving holds", 0.7, 0.0, True, 0.0),
        ("late, waiting for the interpreter", 0.7, 0.002, False, 0.002),
        ("late, computing", 0.031, 0.03, False, 0.03),
        ("late, no clock", 0.7, None, False, 0.025),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_only_what_the_thread_is_to_blame_for_counts(case, elapsed, cpu, short_lock, expected):
    assert held_time(elapsed, 0.025, cpu, short_lock=short_lock) == pytest.approx(expected)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the CPU time of another thread exactly")
def test_a_blocked_thread_uses_no_cpu_time_at_all():
    release, running = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: (running.set(), release.wait(5)))
    thread.start()
    running.wait(5)
    cpu = CpuTime(cpu_clock_of(thread.ident))
    in_a_row = 0
    while in_a_row < 3:  # pytest's timeout ends this if it is not so
        release.wait(0.005)
        in_a_row = in_a_row + 1 if cpu.used() == 0 else 0
    release.set()
    thread.join()


def test_without_a_clock_the_cpu_time_is_unknown():
    assert CpuTime(None).used() is None
