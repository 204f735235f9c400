"""Running one job of a block: its thread, its event loop, its deadline, and its one outcome."""

from neops_worker_sdk.jobs.calling import JobMeta
from neops_worker_sdk.jobs.errors import (
    DeadlineExceeded,
    InvalidResultError,
    JobCutError,
    JobRefusedError,
    JobThreadError,
)
from neops_worker_sdk.jobs.job import Job, JobKind, JobOutcome
from neops_worker_sdk.jobs.pool_size import pool_size
from neops_worker_sdk.jobs.progress import (
    HostFinished,
    HostStarted,
    Progress,
    StepFinished,
    StepStarted,
    report,
)
from neops_worker_sdk.jobs.runner import JobRunner, run_job

__all__ = [
    "DeadlineExceeded",
    "HostFinished",
    "HostStarted",
    "InvalidResultError",
    "Job",
    "JobCutError",
    "JobKind",
    "JobMeta",
    "JobOutcome",
    "JobRefusedError",
    "JobRunner",
    "JobThreadError",
    "Progress",
    "StepFinished",
    "StepStarted",
    "pool_size",
    "report",
    "run_job",
]
