"""A block that does nothing but say when it began, for either worker SDK."""

from __future__ import annotations

import time

from neops_worker_sdk.function_block.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.registration import Registration


class StampParams(FunctionBlockParams):
    pass


class StampData(FunctionBlockResultData):
    began: float


@register_function_block(
    Registration("stamp", "Says when it began", "fb.bench.io", "global", "none", StampParams, StampData)
)
class Stamp(FunctionBlock[StampParams, StampData]):
    async def run(self, params, context):
        return FunctionBlockResult(success=True, message="", data=StampData(began=time.time()))

    async def acquire(self, params):
        return FunctionBlockAcquireResult(success=True, message="")
