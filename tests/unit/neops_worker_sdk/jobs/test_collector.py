from __future__ import annotations

from neops_worker_sdk.jobs import HostFinished, HostStarted, StepFinished, StepStarted
from neops_worker_sdk.jobs.collector import Collector, host_json


def test_a_host_is_followed_from_its_start_to_its_end():
    finished = []
    collector = Collector(["a", "b"], finished.append)
    collector(HostStarted("b"))
    collector(StepStarted("b", "show", 1))
    (a, b) = collector.snapshot()
    assert (a.started, b.step) == (None, "show")
    collector(StepFinished("b", "show", "command", ok=True, skipped=False, elapsed=0.1, attempts=1))
    end = HostFinished("b", ok=True, elapsed=0.12345, error=None, steps={"show": {"ok": True}})
    collector(end)
    assert finished == [end]
    assert not b.failed
    assert host_json(end) == {"ok": True, "elapsed": 0.123, "error": None, "steps": {"show": {"ok": True}}}
    assert list(collector.finished()) == ["b"]


def test_a_step_of_the_whole_block_is_no_host():
    collector = Collector(["a"])
    collector(StepStarted(None, "total", 1))
    assert collector.block_step == "total"
    collector(StepFinished(None, "total", "set", ok=True, skipped=False, elapsed=0.1, attempts=1))
    assert collector.block_step is None
    assert [record.name for record in collector.snapshot()] == ["a"]
