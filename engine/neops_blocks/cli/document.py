"""The JSON document of a run, whose shape is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_worker_sdk.jobs.collector import host_json

if TYPE_CHECKING:
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
        "warnings": [*outcome.warnings, *(event.sentence for event in outcome.blocking)],
    }
