"""A `run_on: device` block on many devices: one job whose runs of the block go on at the same time."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency import run_parallel
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.jobs import HostFinished, HostStarted, report
from neops_worker_sdk.workflow import JobExecutionContextDto, WorkflowContext
from pydantic import ConfigDict

from neops_blocks.compile import CompiledFunctionBlock
from neops_blocks.diagnostics import Failure

if TYPE_CHECKING:
    from neops_worker_sdk.function_block import AcquireParams
    from neops_worker_sdk.workflow import DeviceTypeDto


class DataByDevice(FunctionBlockResultData):
    """The result data of each device by its name; devices that failed without data are left out."""

    model_config = ConfigDict(extra="allow")


def fan_out(
    block: type[FunctionBlock[Any, Any]], limit: int | None
) -> type[FunctionBlock[FunctionBlockParams, DataByDevice]]:
    """A block that runs another one for every device of its context, at most `limit` at a time."""
    return type(f"{block.__name__}OnManyDevices", (_FanOut,), {"inner": block, "max_parallel": limit})


class _FanOut(FunctionBlock[FunctionBlockParams, DataByDevice]):
    inner: type[FunctionBlock[Any, Any]]
    max_parallel: int | None = None

    async def run(
        self, params: FunctionBlockParams, context: WorkflowContext
    ) -> FunctionBlockResult[DataByDevice]:
        devices = list(context.devices)
        runs = [functools.partial(self._on_device, params, device) for device in devices]
        results = await run_parallel(*runs, limit=self.max_parallel)
        named = {_name(device): result for device, result in zip(devices, results, strict=True)}
        failed = [name for name, result in named.items() if not result.success]
        data = {name: result.data.model_dump() for name, result in named.items() if result.data is not None}
        return FunctionBlockResult[DataByDevice](
            message=_message(named, failed), success=not failed, data=DataByDevice(**data)
        )

    async def acquire(self, params: AcquireParams[FunctionBlockParams]) -> FunctionBlockAcquireResult:
        del params
        return FunctionBlockAcquireResult(message="nothing to acquire", success=True)

    async def _on_device(
        self, params: FunctionBlockParams, device: DeviceTypeDto
    ) -> FunctionBlockResult[Any]:
        context = _context_of(device)
        block = self.inner(logger=self.logger)
        if issubclass(self.inner, CompiledFunctionBlock):
            return await block.run(params, context)
        name, started = _name(device), time.perf_counter()
        report(HostStarted(name))
        error: dict[str, Any] | None = None
        try:
            result = await block.run(params, context)
            if not result.success:
                error = _error("block_failed", result.message)
        except Exception as raised:  # noqa: BLE001 - one device's failure is no other's
            error = _error(getattr(raised, "code", "python_error"), _text(raised))
            result = FunctionBlockResult(message=error["message"], success=False, data=None)
        elapsed = round(time.perf_counter() - started, 3)
        report(HostFinished(name, ok=error is None, elapsed=elapsed, error=error, steps={}))
        return result


def _context_of(device: DeviceTypeDto) -> WorkflowContext:
    only = JobExecutionContextDto(devices=[], device_groups=[], interfaces=[])
    only.devices = [device]
    return WorkflowContext(only, "device", device.id)


def _name(device: DeviceTypeDto) -> str:
    return device.hostname or device.ip or f"id-{device.id:.0f}"


def _error(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "step": None, "where": None, "hint": None}


def _text(error: Exception) -> str:
    return error.message if isinstance(error, Failure) else f"{type(error).__name__}: {error}"


def _message(named: dict[str, FunctionBlockResult[Any]], failed: list[str]) -> str:
    if len(named) == 1:
        return next(iter(named.values())).message
    return f"{len(named)} devices, {len(failed)} failed"
