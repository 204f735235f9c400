"""A document made into a subclass of FunctionBlock, to everybody else like one written by hand."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Any, ClassVar

from neops_blocks.compile.errors import BlockFailedError
from neops_blocks.compile.models import params_model, result_model
from neops_blocks.compile.plan import Plan, make_plan, result_schemas
from neops_blocks.compile.result import evaluate
from neops_blocks.compile.run import Run
from neops_worker_sdk.function_block import (
    AcquireParams,
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry import Registration
from neops_worker_sdk.registry.store import SOURCE

if TYPE_CHECKING:
    from neops_blocks.model import Document
    from neops_worker_sdk.workflow import WorkflowContext


class CompiledFunctionBlock(FunctionBlock[FunctionBlockParams, FunctionBlockResultData]):
    """Base of every block compiled from YAML; the class of a block carries its plan."""

    plan: ClassVar[Plan]
    result_cls: ClassVar[type[FunctionBlockResultData]]
    reports_hosts: ClassVar[bool] = True
    __neops_registration__: ClassVar[Registration]

    async def run(
        self, params: FunctionBlockParams, context: WorkflowContext
    ) -> FunctionBlockResult[FunctionBlockResultData]:
        """Run the steps on the targets in the context, and map the result."""
        run = Run(self.plan, copy.deepcopy(params.model_dump()), context, self.logger)
        try:
            await run.steps()
            return await asyncio.to_thread(self._result, run)
        except BlockFailedError as failed:
            return FunctionBlockResult(message=str(failed), success=False, data=None)

    def _result(self, run: Run) -> FunctionBlockResult[FunctionBlockResultData]:
        result = evaluate(self.plan.result, run)
        data = None
        if result.data is not None:  # judged already, and a masked value need not fit its schema
            data = self.result_cls.model_construct(**result.data)
        return FunctionBlockResult(message=result.message, success=result.success, data=data)

    async def acquire(self, params: AcquireParams[FunctionBlockParams]) -> FunctionBlockAcquireResult:
        """A block without `acquire` locks and fetches nothing."""
        return FunctionBlockAcquireResult(message="nothing to acquire", success=True, acquires=None)


def make_block(document: Document) -> type[CompiledFunctionBlock]:
    """The class of a valid document."""
    block = document.block
    name = "".join(word.capitalize() for word in block.name.replace("-", "_").split("_"))
    plan = make_plan(document)
    params, results = params_model(name, block.parameters), result_model(name, result_schemas(document))
    registration = Registration(
        name=block.name,
        description=block.description,
        package=block.package,
        run_on=block.run_on,
        fb_type=block.type,
        param_cls=params,
        result_cls=results,
        version=block.version_tuple,
        deprecated=block.deprecated,
        is_idempotent=block.idempotent,
        is_pure=block.pure,
    )
    members: dict[str, Any] = {
        "__doc__": block.description,
        "__module__": __name__,
        "plan": plan,
        "result_cls": results,
        "max_parallel": plan.fan_out.max_parallel,
        "__neops_registration__": registration,
        SOURCE: f"{document.file}:{document.span().start.line}",
    }
    return type(name, (CompiledFunctionBlock,), members)
