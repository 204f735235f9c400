from __future__ import annotations

from pathlib import Path

import pytest

from neops_dev_engine import Settings, Thresholds


def test_thresholds_are_those_of_the_platform_unless_said_otherwise():
    assert Thresholds.from_environment({"PATH": "/bin"}) == Thresholds(
        worker_unreachable=120_000,
        worker_offline=360_000,
        worker_deleted=86_400_000,
        stuck_job=720_000,
        check_interval=60_000,
    )


def test_every_threshold_has_a_variable():
    said = {
        "WORKER_UNREACHABLE_THRESHOLD_MS": "1",
        "WORKER_OFFLINE_THRESHOLD_MS": "2",
        "WORKER_OFFLINE_DELETE_THRESHOLD_MS": " 3 ",
        "BLACKBOARD_STUCK_JOB_TIMEOUT": "4",
        "BLACKBOARD_JOB_CHECK_INTERVAL": "5",
    }
    assert Thresholds.from_environment(said) == Thresholds(
        worker_unreachable=1, worker_offline=2, worker_deleted=3, stuck_job=4, check_interval=5
    )
    assert Thresholds.from_environment(dict.fromkeys(said, "")) == Thresholds()


@pytest.mark.parametrize("value", ["soon", "-5", "1.5", "0", "1e3", "٣٣³"])
def test_a_threshold_must_be_a_whole_number(value):
    with pytest.raises(ValueError, match="WORKER_OFFLINE_THRESHOLD_MS"):
        Thresholds.from_environment({"WORKER_OFFLINE_THRESHOLD_MS": value})


def test_settings_do_not_show_secrets():
    device = {"hostname": "sw1", "password": "hush"}
    shown = repr(Settings(database=Path("e"), token="hush", entities={"devices": [device]}))
    assert "hush" not in shown
