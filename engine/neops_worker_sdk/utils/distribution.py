"""The version of the distribution that is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """Of the distribution, or ``unknown`` where none is installed."""
    try:
        return installed("neops-blocks")
    except PackageNotFoundError:
        return "unknown"
