"""The version of the distribution that is installed."""

from __future__ import annotations


def version() -> str:
    """The version, or `unknown` in a tree that was never installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("neops-blocks")
    except PackageNotFoundError:
        return "unknown"
