"""Making what tests need."""

from neops_worker_sdk.testing.factories.context_factory import create_workflow_context

__all__ = ["create_workflow_context"]
