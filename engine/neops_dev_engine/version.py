"""The engine's version, and what it offers beyond the published API."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

LONG_POLL = "long-poll"
JOB_EVENTS = "job-events"
JOB_REPORT = "job-report"
EXTENSIONS = (LONG_POLL, JOB_EVENTS, JOB_REPORT)


@cache
def version() -> str:
    """The version of the installed package."""
    try:
        return installed("neops-blocks")
    except PackageNotFoundError:
        return "0.0.0"
