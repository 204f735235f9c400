"""A `run_on: device` block on many devices: one job whose runs of the block go on at the same time."""

from __future__ import annotations

import functools
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict

from neops_blocks.diagnostics import Failure
from neops_worker_sdk.concurrency import run_parallel
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.jobs import HostFinished, HostStarted, report
from neops_worker_sdk.jobs.progress import error_of
from neops_worker_sdk.workflow import JobExecutionContextDto, WorkflowContext, device_name

if TYPE_CHECKING:
    from neops_worker_sdk.function_block import AcquireParams
    from neops_worker_sdk.jobs import JobMeta
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
    inner: ClassVar[type[FunctionBlock[Any, Any]]]
    reports_hosts: ClassVar[bool] = True

    async def run(
        self, params: FunctionBlockParams, context: WorkflowContext, meta: JobMeta | None = None
    ) -> FunctionBlockResult[DataByDevice]:
        """Run the block for every device, and gather what comes of it."""
        devices = list(context.devices)
        runs = [functools.partial(self._on_device, params, device, meta) for device in devices]
        results = await run_parallel(*runs, limit=self.max_parallel)
        named = {device_name(device): result for device, result in zip(devices, results, strict=True)}
        failed = [name for name, result in named.items() if not result.success]
        data = {name: result.data.model_dump() for name, result in named.items() if result.data is not None}
        return FunctionBlockResult[DataByDevice](
            message=_message(named, failed), success=not failed, data=DataByDevice(**data)
        )

    async def acquire(self, params: AcquireParams[FunctionBlockParams]) -> FunctionBlockAcquireResult:
        """Acquire nothing."""
        del params
        return FunctionBlockAcquireResult(message="nothing to acquire", success=True)

    async def _on_device(
        self, params: FunctionBlockParams, device: DeviceTypeDto, meta: JobMeta | None
    ) -> FunctionBlockResult[Any]:
        if self.inner.reports_hosts:
            return await self.inner(logger=self.logger).run(params, _context_of(device))
        name, started = device_name(device), time.perf_counter()
        report(HostStarted(name))
        error: dict[str, Any] | None = None
        try:
            result = await self._call(params, device, meta)
            if not result.success:
                error = error_of("block_failed", result.message)
        except (Exception, SystemExit) as raised:  # noqa: BLE001 - one device's failure is no other's
            code = raised.code if isinstance(raised, Failure) else "python_error"
            error = error_of(code, _text(raised))
            result = FunctionBlockResult(message=error["message"], success=False, data=None)
        elapsed = round(time.perf_counter() - started, 3)
        report(HostFinished(name, ok=error is None, elapsed=elapsed, error=error, steps={}))
        return result

    async def _call(
        self, params: FunctionBlockParams, device: DeviceTypeDto, meta: JobMeta | None
    ) -> FunctionBlockResult[Any]:
        own = None if meta is None else replace(meta, run_on="device", entity_id=int(device.id))
        block = self.inner(logger=self.logger)
        result: object = await block.execute_function_block(
            params, _context_of(device), propagate_exceptions=True, meta=own
        )
        if not isinstance(result, FunctionBlockResult):
            raise TypeError(f"run() gave back {type(result).__name__} instead of a FunctionBlockResult")
        return result


def _context_of(device: DeviceTypeDto) -> WorkflowContext:
    only = JobExecutionContextDto(devices=[], device_groups=[], interfaces=[])
    only.devices = [device]
    return WorkflowContext(only, "device", device.id)


def _text(error: BaseException) -> str:
    return error.message if isinstance(error, Failure) else f"{type(error).__name__}: {error}"


def _message(named: dict[str, FunctionBlockResult[Any]], failed: list[str]) -> str:
    if len(named) == 1:
        return next(iter(named.values())).message
    return f"{len(named)} devices, {len(failed)} failed"
