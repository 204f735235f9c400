"""What a worker counts, for Prometheus; without a port nothing is counted, and nothing is imported."""

from __future__ import annotations

import platform
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from neops_worker_sdk.logger import StdlibContextualLogger
from neops_worker_sdk.utils.distribution import version
from neops_worker_sdk.worker.errors import StartupError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.simple_server import WSGIServer

    from neops_worker_sdk.jobs import HostFinished, JobOutcome

PREFIX = "neops_worker_"
WENT_ON = "went_on"
_JOB_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 660)
_DELAYS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)


class Meter(NamedTuple):
    """A metric: `Counter`, `Gauge`, `Histogram` or `Info`."""

    kind: str
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] | None = None


METERS: dict[str, Meter] = {
    "jobs_total": Meter("Counter", "Jobs that have ended: success or failed.", ("block", "kind", "outcome")),
    "job_seconds": Meter("Histogram", "How long jobs took.", ("block",), _JOB_SECONDS),
    "step_errors_total": Meter(
        "Counter",
        f"Steps that failed on a device; code {WENT_ON} if the block goes on.",
        ("block", "step", "code"),
    ),
    "device_errors_total": Meter("Counter", "Devices that failed.", ("block", "code")),
    "blocking_warnings_total": Meter("Counter", "Places that held the event loop of a job.", ("block",)),
    "blocked_seconds_total": Meter("Counter", "For how long they did.", ("block",)),
    "polls_total": Meter("Counter", "Polls: jobs, empty or failed.", ("outcome",)),
    "heartbeats_total": Meter("Counter", "Pings of the engine: ok or failed.", ("outcome",)),
    "heartbeat_delay_seconds": Meter("Histogram", "How late pings were sent.", (), _DELAYS),
    "results_total": Meter(
        "Counter", "Attempts to deliver a result: delivered, conflict, refused or retried.", ("outcome",)
    ),
    "outbox_results": Meter("Gauge", "Results that the engine does not have yet."),
    "outbox_oldest_seconds": Meter("Gauge", "Age of the oldest of them."),
    "queue_age_seconds": Meter("Gauge", "For how long the oldest claimed job has been waiting to start."),
    "build_info": Meter("Info", "What runs: always 1.", ("version", "python")),
}


class Metrics:
    """Counts what happens; every method may be called from any thread, and costs microseconds.

    Nothing is counted before `start`.
    """

    def __init__(self) -> None:
        self._meters: Mapping[str, Any] = dict.fromkeys(METERS, _Nothing())
        self._server: WSGIServer | None = None

    @property
    def port(self) -> int | None:
        """Where it is served, None if it is not."""
        return None if self._server is None else self._server.server_port

    def start(self, host: str, port: int) -> None:
        """Count from now on, and serve `/metrics`; port 0 takes a free one.

        Raises:
            StartupError: the address cannot be used.
        """
        from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server

        registry = CollectorRegistry()
        self._meters = {name: _made(name, meter, registry) for name, meter in METERS.items()}
        self._meters["build_info"].info({"version": version(), "python": platform.python_version()})
        ProcessCollector(registry=registry)
        try:
            self._server, _ = start_http_server(port, host, registry)
        except (OSError, OverflowError) as error:
            raise StartupError(
                f"metrics cannot be served on {host} port {port}: {error}; "
                "choose another port (METRICS_PORT) or address (METRICS_HOST)"
            ) from error
        shown = f"[{host}]" if ":" in host else host
        StdlibContextualLogger().info(f"Metrics are served on http://{shown}:{self.port}/metrics")

    def close(self) -> None:
        """Serve no more. The server notices within half a second; nobody waits for it."""
        server, self._server = self._server, None
        if server is not None:
            threading.Thread(target=_end, args=[server], name="end of metrics", daemon=True).start()

    def job_finished(
        self, block: str, kind: str, outcome: JobOutcome, hosts: Mapping[str, HostFinished]
    ) -> None:
        """A job has ended.

        Args:
            block: the identifier of its block.
            kind: execute, acquire or rollback.
            outcome: what became of it.
            hosts: what became of its devices, by name.
        """
        ended = "success" if outcome.success else "failed"
        self._meters["jobs_total"].labels(block, kind, ended).inc()
        self._meters["job_seconds"].labels(block).observe(outcome.elapsed)
        for event in outcome.blocking:
            self._meters["blocking_warnings_total"].labels(block).inc()
            self._meters["blocked_seconds_total"].labels(block).inc(event.duration)
        for host in hosts.values():
            self._host_finished(block, host)

    def polled(self, outcome: str) -> None:
        """A poll has come back: jobs, empty, failed."""
        self._meters["polls_total"].labels(outcome).inc()

    def beat(self, *, ok: bool, late: float) -> None:
        """The engine was pinged, `late` seconds after it was due."""
        self._meters["heartbeats_total"].labels("ok" if ok else "failed").inc()
        self._meters["heartbeat_delay_seconds"].observe(late)

    def delivered(self, outcome: str) -> None:
        """A result was sent: delivered, conflict, refused, retried."""
        self._meters["results_total"].labels(outcome).inc()

    def outbox(self, waiting: int, oldest: float) -> None:
        """So many results wait, the oldest for so many seconds."""
        self._meters["outbox_results"].set(waiting)
        self._meters["outbox_oldest_seconds"].set(oldest)

    def queue_age(self, seconds: float) -> None:
        """The oldest claimed job is so old; 0 if there is none."""
        self._meters["queue_age_seconds"].set(seconds)

    def _host_finished(self, block: str, host: HostFinished) -> None:
        failed = dict.fromkeys((name for name, step in host.steps.items() if not step["ok"]), WENT_ON)
        if host.error is not None:
            code = host.error["code"]
            self._meters["device_errors_total"].labels(block, code).inc()
            if host.error.get("step"):
                failed[host.error["step"]] = code
        for step, code in failed.items():
            self._meters["step_errors_total"].labels(block, step, code).inc()


class _Nothing:
    """Stands for every metric while nothing is counted."""

    def labels(self, *values: str) -> _Nothing:
        del values
        return self

    def inc(self, amount: float = 1) -> None:
        """Nothing."""

    observe = set = inc


def _end(server: WSGIServer) -> None:
    server.shutdown()
    server.server_close()


def _made(name: str, meter: Meter, registry: Any) -> Any:
    import prometheus_client

    more: dict[str, Any] = {} if meter.buckets is None else {"buckets": meter.buckets}
    if meter.kind != "Info":
        more["labelnames"] = meter.labels
    full = PREFIX + name.removesuffix("_info")
    return getattr(prometheus_client, meter.kind)(full, meter.help, registry=registry, **more)
