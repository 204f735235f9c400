"""The log of a worker: on standard error, for people or machines, without secrets, never in the way."""

from neops_worker_sdk.worker.logs.setup import logging_as_set

__all__ = ["logging_as_set"]
