"""Runs one command on every device of a group at the same time."""

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
from neops_worker_sdk.workflow import WorkflowContext, connection_options


class ParallelCollectParams(FunctionBlockParams):
    command: str


class ParallelCollectResult(FunctionBlockResultData):
    outputs: dict[str, str]


@register_function_block(
    Registration(
        name="parallel_collect",
        description="Run a command on all devices of a group and collect what they answer.",
        package="examples.neops.io",
        run_on="group",
        fb_type="execute",
        param_cls=ParallelCollectParams,
        result_cls=ParallelCollectResult,
    )
)
class ParallelCollect(FunctionBlock[ParallelCollectParams, ParallelCollectResult]):
    @run_in_thread
    def _run_command(self, host: str, username: str, password: str, command: str, port: int = 22) -> str:
        from netmiko import ConnectHandler

        login = {"host": host, "port": port, "username": username, "password": password}
        with ConnectHandler(device_type="cisco_ios", **login) as connection:
            return str(connection.send_command(command))

    async def run(
        self, params: ParallelCollectParams, context: WorkflowContext
    ) -> FunctionBlockResult[ParallelCollectResult]:
        if not context.devices:
            return FunctionBlockResult(message="The group has no devices.", success=False, data=None)
        reachable = [
            (device, device.ip, device.username)
            for device in context.devices
            if device.ip and device.username
        ]
        left_out = len(context.devices) - len(reachable)
        if left_out:
            self.logger.warning(f"{left_out} devices are left out: no address or no username")
        results = await run_parallel(
            *(
                self._run_command(
                    host=ip,
                    username=username,
                    password=device.password or "",
                    command=params.command,
                    port=connection_options(device).port,
                )
                for device, ip, username in reachable
            )
        )
        outputs = {
            device.hostname or "unknown": output
            for (device, _, _), output in zip(reachable, results, strict=True)
        }
        self.logger.info(f"{len(outputs)} devices answered")
        return FunctionBlockResult(
            message=f"Collected from {len(outputs)} devices.",
            success=True,
            data=ParallelCollectResult(outputs=outputs),
        )

    async def acquire(self, params: AcquireParams[ParallelCollectParams]) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(message="Nothing to acquire.", success=True, acquires=None)
