"""Testing blocks: the same runner as in production, with pytest."""

from neops_worker_sdk.testing.base.function_block_test_case import (
    FunctionBlockTestCase,
    fb_test_case,
    fb_test_case_with_lab,
)
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context

__all__ = ["FunctionBlockTestCase", "create_workflow_context", "fb_test_case", "fb_test_case_with_lab"]
