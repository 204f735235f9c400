"""A block that says when it has begun, and ends when it is told to: by files in a directory of the test."""

from __future__ import annotations

import asyncio
from pathlib import Path

from neops_worker_sdk.concurrency import run_in_thread
from neops_worker_sdk.function_block.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.registration import Registration


class WaitParams(FunctionBlockParams):
    directory: str


class WaitData(FunctionBlockResultData):
    told: str


@register_function_block(
    Registration("wait", "Waits for `go`", "fb.peer.io", "global", "execute", WaitParams, WaitData)
)
class Wait(FunctionBlock[WaitParams, WaitData]):
    async def run(self, params, context):
        await self._touch(Path(params.directory, "begun"))
        go = Path(params.directory, "go")
        while not go.exists():
            await asyncio.sleep(0.02)
        return FunctionBlockResult(success=True, message="was told", data=WaitData(told=go.read_text()))

    async def acquire(self, params):
        return FunctionBlockAcquireResult(success=True, message="needs nothing")

    @run_in_thread
    def _touch(self, file):
        file.touch()
