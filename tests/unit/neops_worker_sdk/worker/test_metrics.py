from __future__ import annotations

import socket
import subprocess
import sys
import threading
import urllib.request
from types import SimpleNamespace

import pytest

from neops_worker_sdk.jobs import HostFinished, JobOutcome
from neops_worker_sdk.worker.errors import StartupError
from neops_worker_sdk.worker.metrics import METERS, PREFIX, Metrics

BLOCK = "fb.test/block:1.0.0"


def outcome(*, success=True, blocking=()):
    events = tuple(SimpleNamespace(duration=seconds) for seconds in blocking)
    return JobOutcome("j1", success=success, message="m", elapsed=0.2, blocking=events)


def host(name="sw1", error=None, steps=None):
    return HostFinished(name, ok=error is None, elapsed=0.1, error=error, steps=steps or {})


def step(*, ok):
    return {"ok": ok, "skipped": False, "elapsed": 0.1, "attempts": 1}


@pytest.fixture
def metrics():
    metrics = Metrics()
    metrics.start("127.0.0.1", 0)
    yield metrics
    metrics.close()


@pytest.fixture
def scraped(metrics):
    def scrape():
        with urllib.request.urlopen(f"http://127.0.0.1:{metrics.port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))

    return scrape


def of_block(**more):
    pairs = ",".join(f'{name}="{value}"' for name, value in sorted({"block": BLOCK, **more}.items()))
    return f"{{{pairs}}}"


def test_a_job_is_counted_and_timed(metrics, scraped):
    metrics.job_finished(BLOCK, "execute", outcome(), {})
    metrics.job_finished(BLOCK, "acquire", outcome(success=False), {})
    found = scraped()
    assert found["neops_worker_jobs_total" + of_block(kind="execute", outcome="success")] == "1.0"
    assert found["neops_worker_jobs_total" + of_block(kind="acquire", outcome="failed")] == "1.0"
    assert found["neops_worker_job_seconds_count" + of_block()] == "2.0"
    assert found["neops_worker_job_seconds_bucket" + of_block(le="0.1")] == "0.0"
    assert found["neops_worker_job_seconds_bucket" + of_block(le="0.3")] == "2.0"


def test_errors_are_counted_by_device_and_by_step(metrics, scraped):
    refused = {"code": "auth_failed", "message": "no", "step": "show"}
    hosts = {
        "sw1": host("sw1", refused, {"try": step(ok=False), "show": step(ok=False)}),
        "sw2": host("sw2", None, {"try": step(ok=True), "show": step(ok=True)}),
    }
    metrics.job_finished(BLOCK, "execute", outcome(), hosts)
    found = scraped()
    assert found["neops_worker_device_errors_total" + of_block(code="auth_failed")] == "1.0"
    assert found["neops_worker_step_errors_total" + of_block(step="show", code="auth_failed")] == "1.0"
    assert found["neops_worker_step_errors_total" + of_block(step="try", code="went_on")] == "1.0"
    assert "neops_worker_step_errors_total" + of_block(step="show", code="went_on") not in found


def test_what_held_the_event_loop_is_counted_and_added_up(metrics, scraped):
    metrics.job_finished(BLOCK, "execute", outcome(blocking=(1.5, 2.5)), {})
    found = scraped()
    assert found["neops_worker_blocking_warnings_total" + of_block()] == "2.0"
    assert found["neops_worker_blocked_seconds_total" + of_block()] == "4.0"


def test_the_talk_with_the_engine_is_counted(metrics, scraped):
    metrics.polled("empty")
    metrics.beat(ok=True, late=0.002)
    metrics.beat(ok=False, late=4.0)
    metrics.delivered("retried")
    metrics.outbox(3, 12.5)
    metrics.queue_age(0.75)
    found = scraped()
    assert found['neops_worker_polls_total{outcome="empty"}'] == "1.0"
    assert found['neops_worker_heartbeats_total{outcome="failed"}'] == "1.0"
    assert found['neops_worker_heartbeat_delay_seconds_bucket{le="0.003"}'] == "1.0"
    assert found['neops_worker_results_total{outcome="retried"}'] == "1.0"
    assert found["neops_worker_outbox_results"] == "3.0"
    assert found["neops_worker_outbox_oldest_seconds"] == "12.5"
    assert found["neops_worker_queue_age_seconds"] == "0.75"


def test_a_scrape_tells_what_runs(scraped):
    assert any(name.startswith("neops_worker_build_info{") for name in scraped())
    assert "process_cpu_seconds_total" in scraped()


def test_every_metric_is_served_under_its_name(metrics, scraped):
    metrics.job_finished(
        BLOCK, "execute", outcome(blocking=(1.0,)), {"a": host(error={"code": "x", "step": "s"})}
    )
    metrics.polled("jobs")
    metrics.beat(ok=True, late=0)
    metrics.delivered("delivered")
    served = {name.partition("{")[0] for name in scraped()}
    expected = {
        PREFIX + name + ("_count" if meter.kind == "Histogram" else "") for name, meter in METERS.items()
    }
    assert expected - served == set()


def test_a_port_in_use_says_which_setting_to_change(metrics):
    with pytest.raises(StartupError, match=f"port {metrics.port}.*in use.*METRICS_PORT"):
        Metrics().start("127.0.0.1", metrics.port)


def test_a_closed_port_is_free_again():
    metrics = Metrics()
    metrics.start("127.0.0.1", 0)
    port = metrics.port
    metrics.close()
    metrics.close()
    for thread in threading.enumerate():
        if thread.name == "end of metrics":
            thread.join(5)
    with socket.create_server(("127.0.0.1", port)):
        assert metrics.port is None


def test_two_workers_in_one_process_do_not_share_counts(metrics, scraped):
    other = Metrics()
    other.start("127.0.0.1", 0)
    other.polled("jobs")
    other.close()
    assert 'neops_worker_polls_total{outcome="jobs"}' not in scraped()


def test_without_a_port_nothing_is_counted_and_no_library_loaded():
    code = """
import sys
from neops_worker_sdk.jobs import JobOutcome
from neops_worker_sdk.worker.metrics import Metrics
metrics = Metrics()
metrics.job_finished("b", "execute", JobOutcome("j", success=True, message="m"), {})
metrics.polled("jobs"); metrics.beat(ok=True, late=0); metrics.outbox(1, 1); metrics.queue_age(0)
metrics.close()
print("prometheus_client" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "False\n"
