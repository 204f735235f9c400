"""The results of the jobs of a submission as one document, of the form that `run` prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.submission import names_of, rows_of
from neops_blocks.diagnostics import NOT_DONE, NotFinished
from neops_worker_sdk.jobs import DeadlineExceeded, HostFinished
from neops_worker_sdk.jobs.collector import host_json
from neops_worker_sdk.jobs.progress import error_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from neops_blocks.cli.engine_answers import Event, HostReport, JobState, SubmissionState
    from neops_worker_sdk.jobs.collector import HostRecord

FAILED = "block_failed"
NO_RESULT = "the job has no result"
PASSED = "the job's deadline passed before the device was done"


def document(state: SubmissionState, told: Sequence[HostRecord] = ()) -> dict[str, Any]:
    """Everything that the jobs have to say; the caller masks it.

    Args:
        state: of the submission, finished.
        told: what the jobs told of devices while they ran.
    """
    jobs = state.jobs
    names, rows = names_of(jobs), rows_of(jobs, jobs[0].run_on if jobs else "")
    return {
        "block": state.function_block_id,
        "success": all(map(_succeeded, jobs)),
        "message": _message(jobs),
        "data": _data(jobs, names, by_name=bool(rows) or len(jobs) > 1),
        "elapsed": round(_elapsed(jobs), 3),
        "dry_run": False,
        "hosts": {name: host_json(host) for name, host in _hosts(jobs, rows, told)},
        "db_updates": [update for job in jobs if job.result for update in job.result.db_updates.updates],
        "warnings": list(_warnings(jobs, names)),
        "submission": state.submission_id,
    }


def host_of(job: JobState, name: str) -> HostFinished:
    """A job on one device as a row; what the job's result says is what counts."""
    hosts = job.report.hosts
    known = hosts.get(name) or (next(iter(hosts.values())) if len(hosts) == 1 else None)
    row = HostFinished(name, ok=True, elapsed=job.seconds, error=None, steps={})
    if known is not None:
        row = reported(name, known)
    if row.error is not None and row.error["code"] == NotFinished.code:
        return replace(row, error=_late(row.error, job))
    if _succeeded(job) or not row.ok:
        return row
    message = job.result.message if job.result else NO_RESULT
    return replace(row, ok=False, error=error_of(FAILED, message))


def _late(error: dict[str, Any], job: JobState) -> dict[str, Any]:
    """Why a device was not done: the document of many jobs has no message that says it."""
    if job.report.failure != DeadlineExceeded.__name__:
        return error
    return error | {"message": PASSED, "hint": "--timeout gives it more time, up to what the worker allows"}


def reported(name: str, host: HostReport | Event) -> HostFinished:
    """A device as its worker reports it, in the end or while the job runs."""
    error = None if host.error is None else host.error.model_dump()
    if error is None and not host.ok:
        error = error_of(FAILED, NO_RESULT)
    return HostFinished(name, ok=error is None, elapsed=host.elapsed, error=error, steps=host.steps)


def _succeeded(job: JobState) -> bool:
    return job.result is not None and job.result.success


def _message(jobs: Sequence[JobState]) -> str:
    if len(jobs) == 1:
        return jobs[0].result.message if jobs[0].result else NO_RESULT
    what = "devices" if all(job.run_on == "device" for job in jobs) else "jobs"
    failed = sum(not _succeeded(job) for job in jobs)
    return f"{len(jobs)} {what}, {failed} failed"


def _data(jobs: Sequence[JobState], names: Mapping[str, str], *, by_name: bool) -> dict[str, Any] | None:
    """The data of a single job; of several, or of devices, by their names."""
    found = {
        names[job.job_id]: job.result.data
        for job in jobs
        if job.result is not None and job.result.data is not None
    }
    if by_name:
        return found
    data = next(iter(found.values()), None)
    return data if data is None or isinstance(data, dict) else {"data": data}


def _elapsed(jobs: Sequence[JobState]) -> float:
    """Seconds of the job, or from the beginning of the first to the end of the last one."""
    if len(jobs) == 1:
        return jobs[0].seconds
    ends: list[datetime] = [job.pushed_at for job in jobs if job.pushed_at is not None]
    begins = [job.polled_at or job.created_at for job in jobs]
    return (max(ends) - min(begins)).total_seconds() if ends else 0.0


def _hosts(
    jobs: Sequence[JobState], rows: Mapping[str, str], told: Sequence[HostRecord]
) -> Iterator[tuple[str, HostFinished]]:
    for job in jobs:
        if job.job_id in rows:
            yield rows[job.job_id], host_of(job, rows[job.job_id])
    rest = [job for job in jobs if job.job_id not in rows]
    in_reports = {name: reported(name, host) for job in rest for name, host in job.report.hosts.items()}
    yield from in_reports.items()
    if rest and not in_reports:
        yield from _as_told(told)


def _as_told(records: Sequence[HostRecord]) -> Iterator[tuple[str, HostFinished]]:
    """The devices of a job without a report: its worker is gone, or of another make."""
    for record in records:
        if record.finished is not None:
            yield record.name, record.finished
        elif record.started is not None:
            error = error_of(NotFinished.code, NOT_DONE, step=record.step)
            yield record.name, HostFinished(record.name, ok=False, elapsed=0.0, error=error, steps={})


def _warnings(jobs: Sequence[JobState], names: Mapping[str, str]) -> Iterator[str]:
    for job in jobs:
        where = f"{names[job.job_id]}: " if len(jobs) > 1 else ""
        for text in (*job.report.warnings, *(event.text for event in job.report.blocking)):
            yield where + text
