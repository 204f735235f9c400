"""The decorator that gives a block a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from neops_worker_sdk.testing.base.adding import add_test
from neops_worker_sdk.testing.base.case import FunctionBlockTestCase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from neops_worker_sdk.function_block import (
        FunctionBlock,
        FunctionBlockParams,
        FunctionBlockResult,
        FunctionBlockResultData,
    )
    from neops_worker_sdk.workflow import WorkflowContext

BlockT = TypeVar("BlockT", bound="type[FunctionBlock[Any, Any]]")


def fb_test_case(
    test_description: str,
    params: FunctionBlockParams,
    context: WorkflowContext,
    *,
    succeeds: bool = True,
    expected_result_data: FunctionBlockResultData | None = None,
    assertions: Iterable[Callable[[FunctionBlockResult[Any]], bool]] | None = None,
) -> Callable[[BlockT], BlockT]:
    """Add a test of the block below to its module; the class is returned unchanged.

    Needs pytest only, and does nothing without it. A block that raises fails the test, whatever `succeeds`
    says.

    Args:
        test_description: names the test.
        params: for the block.
        context: for the block; its entities are changed by it.
        succeeds: what the result must say.
        expected_result_data: what the result's data must equal, if given.
        assertions: functions of the result that must give True.
    """

    def add(cls: BlockT) -> BlockT:
        case: FunctionBlockTestCase[Any, Any] = FunctionBlockTestCase(
            cls,
            params,
            context,
            test_id=f"{cls.__name__}: {test_description}",
            succeeds=succeeds,
            expected_result_data=expected_result_data,
            assertions=assertions,
        )

        async def test() -> None:
            await case.execute()

        add_test(cls, test_description, test)
        return cls

    return add
