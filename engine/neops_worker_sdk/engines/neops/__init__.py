"""The platform's blackboard API over HTTP."""

from neops_worker_sdk.engines.neops.client import NeopsEngine

__all__ = ["NeopsEngine"]
