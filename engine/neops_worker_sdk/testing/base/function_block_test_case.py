"""The documented path of the test case and its decorators."""

from neops_worker_sdk.testing.base.case import FunctionBlockTestCase, create_safe_test_id
from neops_worker_sdk.testing.base.decorators import fb_test_case
from neops_worker_sdk.testing.base.lab import fb_test_case_with_lab

__all__ = ["FunctionBlockTestCase", "create_safe_test_id", "fb_test_case", "fb_test_case_with_lab"]
