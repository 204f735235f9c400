"""`FunctionBlockTestCase`: one run of a block, and what it must come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Generic

from neops_worker_sdk.function_block import FunctionBlockResult, FunctionBlockResultData, ParamsT, ResultDataT
from neops_worker_sdk.jobs import Job, JobKind, JobRunner
from neops_worker_sdk.jobs.settings import blocking_threshold
from neops_worker_sdk.registry import Registration
from neops_worker_sdk.registry.decorator import REGISTRATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.jobs import JobOutcome
    from neops_worker_sdk.workflow import WorkflowContext


def create_safe_test_id(text: str) -> str:
    """`text` as part of a function's name."""
    return re.sub(r"[^a-z0-9_]", "_", text.lower())


class FunctionBlockTestCase(Generic[ParamsT, ResultDataT]):
    """Runs a block as a job, with the blocking detector on, and checks its result.

    Attributes:
        outcome: what the runner says about the last `execute`: database updates, warnings, what blocked.
    """

    __test__ = False
    create_safe_test_id = staticmethod(create_safe_test_id)

    def __init__(
        self,
        fb_cls: type[FunctionBlock[ParamsT, ResultDataT]],
        params: ParamsT,
        context: WorkflowContext,
        *,
        test_id: str | None = None,
        succeeds: bool = True,
        expected_result_data: ResultDataT | None = None,
        assertions: Iterable[Callable[[FunctionBlockResult[ResultDataT]], bool]] | None = None,
    ) -> None:
        self.fb_cls = fb_cls
        self.params = params
        self.context = context
        self.test_id = test_id or fb_cls.__name__
        self.succeeds = succeeds
        self.expected_result_data = expected_result_data
        self.assertions = list(assertions or ())
        self.outcome: JobOutcome | None = None

    async def execute(self) -> FunctionBlockResult[ResultDataT]:
        """Run the block and check what it returns.

        Raises:
            AssertionError: the result is not the expected one, or the block returned none.
            ValueError: ``BLOCKING_DETECTION_THRESHOLD`` is no number of seconds.
            Exception: whatever the block raises.
        """
        runner = JobRunner(blocking_threshold=blocking_threshold())
        try:
            self.outcome = await runner.run(self._job())
        finally:
            await runner.aclose()
        return self._checked(self.outcome)

    def _job(self) -> Job:
        return Job(
            id=self.test_id,
            block=self.fb_cls,
            registration=getattr(self.fb_cls, REGISTRATION, None) or self._registration(),
            kind=JobKind.EXECUTE,
            parameters=self.params,
            context=self.context,
            run_on=self.context.run_on,
            entity_id=None if self.context.entity_id is None else int(self.context.entity_id),
        )

    def _registration(self) -> Registration:
        return Registration(
            name=self.fb_cls.__name__,
            description="not registered",
            package="fb.test",
            run_on=self.context.run_on,
            fb_type="none",
            param_cls=type(self.params),
            result_cls=FunctionBlockResultData,
        )

    def _checked(self, outcome: JobOutcome) -> FunctionBlockResult[ResultDataT]:
        if isinstance(outcome.exception, Exception):
            raise outcome.exception
        if outcome.exception is not None or not isinstance(outcome.result, FunctionBlockResult):
            raise AssertionError(f"{self.test_id}: {outcome.message}") from outcome.exception
        result: FunctionBlockResult[Any] = outcome.result
        if result.success is not self.succeeds:
            raise AssertionError(
                f"{self.test_id}: success is {result.success}, not {self.succeeds}; message: {result.message}"
            )
        if self.expected_result_data is not None and result.data != self.expected_result_data:
            raise AssertionError(
                f"{self.test_id}: data are {result.data!r}, expected {self.expected_result_data!r}"
            )
        for number, holds in enumerate(self.assertions, start=1):
            if not holds(result):
                name = getattr(holds, "__name__", repr(holds))
                raise AssertionError(
                    f"{self.test_id}: assertion {number} ({name}) does not hold for {result!r}"
                )
        return result
