"""Test cases for blocks."""

from neops_worker_sdk.testing.base.function_block_test_case import (
    FunctionBlockTestCase,
    fb_test_case,
    fb_test_case_with_lab,
)

__all__ = ["FunctionBlockTestCase", "fb_test_case", "fb_test_case_with_lab"]
