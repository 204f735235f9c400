from __future__ import annotations

from neops_worker_sdk.worker.pace import Pace


def test_after_a_job_the_next_poll_comes_at_once_and_idle_polls_slow_down_to_the_interval():
    pace = Pace(longest=1.0, most=16)
    pauses = []
    for _ in range(6):
        pace.nothing(waited=False)
        pauses.append(pace.pause)
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
    pace.found()
    assert pace.pause == 0.0


def test_an_engine_that_waits_for_jobs_itself_is_polled_again_at_once():
    pace = Pace(longest=10.0, most=16)
    pace.nothing(waited=True)
    assert pace.pause == 0.0


def test_failing_polls_slow_down_too():
    pace = Pace(longest=10.0, most=16)
    pace.failed()
    pace.failed()
    assert pace.pause == 0.2


def test_one_job_is_claimed_until_it_is_known_how_long_they_take():
    assert Pace(10, 16).limit == 1


def test_quick_jobs_are_claimed_several_at_a_time_and_a_slow_one_ends_that():
    pace = Pace(10, 16)
    for _ in range(3):
        pace.took(0.002)
    assert pace.limit == 16
    pace.took(0.05)
    assert pace.limit == 5
    pace.took(3.0)
    assert pace.limit == 1


def test_after_a_slow_job_it_takes_many_quick_ones_until_several_are_claimed_again():
    pace = Pace(10, 16)
    pace.took(3.0)
    limits = []
    for _ in range(20):
        pace.took(0.01)
        limits.append(pace.limit)
    assert limits[5] == 1
    assert limits[-1] > 1
