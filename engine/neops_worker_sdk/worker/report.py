"""What became of a job, device by device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_worker_sdk.jobs import DeadlineExceeded, HostFinished
from neops_worker_sdk.jobs.collector import host_json
from neops_worker_sdk.jobs.progress import AS_A_WHOLE, BLOCK_FAILED, error_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_worker_sdk.engines import PolledJob
    from neops_worker_sdk.jobs import JobOutcome
    from neops_worker_sdk.jobs.collector import Collector

NOT_FINISHED = "not_finished"
_SHOWN = 3


def entity_name(job: PolledJob) -> str | None:
    """The name of the device that a job runs on; None if it runs on something else."""
    if job.run_on != "device":
        return None
    devices = job.context.get("devices")
    for device in devices if isinstance(devices, list) else ():
        if isinstance(device, dict) and device.get("id") == job.entity_id:
            return _name(device)
    return None


def _name(device: Mapping[str, Any]) -> str:
    return str(device.get("hostname") or device.get("ip") or f"id-{device.get('id')}")


def devices_of(job: PolledJob) -> list[str]:
    """The names of the devices that a job is about: the one it runs on, or all of a group's job."""
    devices = job.context.get("devices")
    if job.run_on != "group" or not isinstance(devices, list):
        own = entity_name(job)
        return [] if own is None else [own]
    return [_name(device) for device in devices if isinstance(device, dict)]


def complete(collector: Collector, outcome: JobOutcome, devices: Sequence[str]) -> None:
    """Say what became of the devices of which nobody did.

    Args:
        collector: what the block has reported.
        outcome: the job's.
        devices: those that the block has worked on, if it reports none by itself.
    """
    why = outcome.message if len(devices) == 1 else AS_A_WHOLE
    for device in (name for name in devices if name not in collector.hosts):
        error = None if outcome.success else error_of(BLOCK_FAILED, why)
        collector(HostFinished(device, ok=error is None, elapsed=outcome.elapsed, error=error, steps={}))
    for record in collector.snapshot():
        if record.finished is None:
            late = outcome.failure == DeadlineExceeded.__name__
            why = "the job's deadline passed" if late else "the job ended"
            error = error_of(NOT_FINISHED, f"{why} before the device was done", step=record.step)
            collector(HostFinished(record.name, ok=False, elapsed=outcome.elapsed, error=error, steps={}))


def report_of(outcome: JobOutcome, hosts: Mapping[str, HostFinished]) -> dict[str, Any]:
    """The report, JSON-native: devices, warnings, what held the event loop."""
    return {
        "elapsed": round(outcome.elapsed, 3),
        "hosts": {name: host_json(host) for name, host in hosts.items()},
        "warnings": list(outcome.warnings),
        "blocking": [
            {"text": event.sentence, "seconds": round(event.duration, 2)} for event in outcome.blocking
        ],
        "failure": outcome.failure,
    }


def failed_hosts(hosts: Mapping[str, HostFinished]) -> str | None:
    """The devices that failed, in words; None if none did."""
    failed = [f"{name}: {host.error['code']}" for name, host in hosts.items() if host.error is not None]
    if not failed:
        return None
    more = f" and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
    return f"{len(failed)} of {len(hosts)} devices failed: {', '.join(failed[:_SHOWN])}{more}"
