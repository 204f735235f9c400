"""How quickly the SSH ports of devices answer: a block in Python, beside those in YAML."""

import socket
import time

from neops_worker_sdk.concurrency import run_in_thread, run_parallel
from neops_worker_sdk.function_block import (
    AcquireParams,
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry import Registration, register_function_block
from neops_worker_sdk.workflow import DeviceTypeDto, WorkflowContext, connection_options, device_name


class AnswerTimesParams(FunctionBlockParams):
    timeout: float = 3.0


class AnswerTimesResult(FunctionBlockResultData):
    milliseconds: dict[str, float]
    silent: list[str]


@register_function_block(
    Registration(
        name="answer_times",
        description="Measure how quickly the SSH ports of a group's devices answer.",
        package="fb.example.com",
        run_on="group",
        fb_type="check",
        param_cls=AnswerTimesParams,
        result_cls=AnswerTimesResult,
        is_idempotent=True,
        is_pure=True,
    )
)
class AnswerTimes(FunctionBlock[AnswerTimesParams, AnswerTimesResult]):
    @run_in_thread
    def _knock(self, device: DeviceTypeDto, timeout: float) -> float | None:
        began = time.perf_counter()
        try:
            address = (device.ip or "", connection_options(device).port)
            with socket.create_connection(address, timeout):
                return round((time.perf_counter() - began) * 1000, 1)
        except OSError as error:
            self.logger.warning(f"{device_name(device)} does not answer: {error}")
            return None

    async def run(
        self, params: AnswerTimesParams, context: WorkflowContext
    ) -> FunctionBlockResult[AnswerTimesResult]:
        devices = context.devices
        times = await run_parallel(*[self._knock(device, params.timeout) for device in devices])
        named = {device_name(device): seconds for device, seconds in zip(devices, times, strict=True)}
        silent = sorted(name for name, seconds in named.items() if seconds is None)
        return FunctionBlockResult(
            message=f"{len(devices) - len(silent)} of {len(devices)} devices answer",
            success=not silent,
            data=AnswerTimesResult(
                milliseconds={name: value for name, value in named.items() if value is not None},
                silent=silent,
            ),
        )

    async def acquire(self, params: AcquireParams[AnswerTimesParams]) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(message="Nothing to acquire.", success=True)
