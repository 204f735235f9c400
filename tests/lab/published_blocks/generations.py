"""Blocks of earlier and of later generations of the published SDK, which 0.2.0b7 itself cannot run."""

from neops_workflow_engine_client import EntityAcquireByElasticQuery

from neops_worker_sdk.function_block.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.registration import Registration
from neops_worker_sdk.workflow.workflow_context import WorkflowContext


class Params(FunctionBlockParams):
    site: str


def registration(name):
    return Registration(
        name=name,
        description=f"Is {name}.",
        package="fb.published.example",
        run_on="global",
        fb_type="none",
        param_cls=Params,
        result_cls=FunctionBlockResultData,
    )


@register_function_block(registration("earlier"))
class Earlier(FunctionBlock[Params, FunctionBlockResultData]):
    """`acquire` gets the parameters themselves."""

    async def acquire(self, params: Params) -> FunctionBlockAcquireResult:
        query = EntityAcquireByElasticQuery(type="elastic", entity="device", query=f"site: {params.site}")
        return FunctionBlockAcquireResult(message=params.site, success=True, acquires=[query])

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult:
        return FunctionBlockResult(message=params.site, success=True)


@register_function_block(registration("later"))
class Later(FunctionBlock[Params, FunctionBlockResultData]):
    """`run` gets a third argument about its job."""

    async def acquire(self, params) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(message="", success=True)

    async def run(self, params: Params, context: WorkflowContext, meta) -> FunctionBlockResult:
        return FunctionBlockResult(message=f"{params.site}, meta is {type(meta).__name__}", success=True)
