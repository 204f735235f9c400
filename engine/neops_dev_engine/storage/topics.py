"""The names of what can change, for those who wait for it."""

from __future__ import annotations

EXECUTIONS = "executions"
"""A job of some workflow execution is finished."""


def claimable(block_id: str) -> str:
    """A job for this block waits."""
    return f"claimable:{block_id}"


def worker(uuid: str) -> str:
    """The worker has pinged, said good-bye, or is deleted."""
    return f"worker:{uuid}"


def job(job_id: str) -> str:
    """The job was claimed, told something, or is finished."""
    return f"job:{job_id}"


def submission(submission_id: str) -> str:
    """The same for any job of the submission."""
    return f"submission:{submission_id}"


def execution(execution_id: str) -> str:
    """The same for any job of the workflow execution."""
    return f"execution:{execution_id}"
