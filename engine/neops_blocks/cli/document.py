"""The JSON document of a run, whose shape is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_worker_sdk.jobs.collector import host_json

if TYPE_CHECKING:
    from neops_worker_sdk.concurrency import BlockingEvent
    from neops_worker_sdk.jobs import JobOutcome
    from neops_worker_sdk.jobs.collector import Collector
    from neops_worker_sdk.registry import Registration


def document(registration: Registration, outcome: JobOutcome, collector: Collector) -> dict[str, Any]:
    """Everything that a run has to say; the caller masks it."""
    return {
        "block": registration.identifier,
        "success": outcome.success,
        "message": outcome.message,
        "data": outcome.data,
        "elapsed": round(outcome.elapsed, 3),
        "dry_run": False,
        "hosts": {name: host_json(finished) for name, finished in collector.finished().items()},
        "db_updates": outcome.db_updates,
        "warnings": [*outcome.warnings, *map(blocking_text, outcome.blocking)],
    }


def blocking_text(event: BlockingEvent) -> str:
    """A warning about code that held the event loop."""
    place = event.place
    where = f"{place.file}:{place.line} in {place.function}" if place.file else place.function
    at = f", at {event.activity}" if event.activity else ""
    code = f": {place.source}" if place.source else ""
    return f"blocking code held the event loop for {event.duration:.2f} s{at}: {where}{code}"
