from __future__ import annotations

from typing import Any

import pytest

from neops_dev_engine.patience import Patience
from neops_dev_engine.settings import Thresholds

THRESHOLDS = Thresholds(worker_unreachable=100, worker_offline=300, worker_deleted=1000, stuck_job=500)
NOW = 1_000_000


def worker(silent: int, left: int | None = None) -> Any:
    return {"pinged_at": NOW - silent, "unregistered_at": None if left is None else NOW - left}


@pytest.mark.parametrize(
    ("silent", "left", "state", "gone"),
    [
        (0, None, "online", False),
        (100, None, "online", False),
        (101, None, "unreachable", False),
        (300, None, "unreachable", False),
        (301, None, "offline", False),
        (1300, None, "offline", False),
        (1301, None, "offline", True),
        (0, 0, "offline", False),
        (500, 500, "offline", False),
        (1001, 1001, "offline", True),
        (-5000, None, "online", False),
    ],
)
def test_a_worker_is_judged_by_its_silence(silent, left, state, gone):
    patience = Patience(THRESHOLDS, since=0)
    assert patience.state(worker(silent, left), NOW) == state
    assert patience.is_gone(worker(silent, left), NOW) is gone


@pytest.mark.parametrize(("age", "stuck"), [(0, False), (500, False), (501, True)])
def test_a_job_is_stuck_when_it_has_had_its_time(age, stuck):
    job: Any = {"polled_at": NOW - age}
    assert Patience(THRESHOLDS, since=0).is_stuck(job, NOW) is stuck


def test_silence_before_the_engine_listened_does_not_count():
    """An engine that was stopped for an hour has not heard its workers, which may be well."""
    patience = Patience(THRESHOLDS, since=NOW - 50)
    job: Any = {"polled_at": 0}
    assert patience.state(worker(3_600_000), NOW) == "online"
    assert patience.state(worker(3_600_000), NOW + 100) == "unreachable"
    assert not patience.is_stuck(job, NOW)
    assert patience.is_stuck(job, NOW + 500)
