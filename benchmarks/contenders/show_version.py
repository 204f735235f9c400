"""A Python block that asks every device of its group with plain netmiko."""

from neops_worker_sdk.concurrency import run_in_thread, run_parallel
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry import Registration, register_function_block
from neops_worker_sdk.workflow import WorkflowContext


class Params(FunctionBlockParams):
    pass


class Result(FunctionBlockResultData):
    outputs: dict[str, str]


@register_function_block(
    Registration(
        name="show_version",
        description="One command on every device.",
        package="fb.example.com",
        run_on="group",
        fb_type="check",
        param_cls=Params,
        result_cls=Result,
        is_pure=True,
        is_idempotent=True,
    )
)
class ShowVersion(FunctionBlock[Params, Result]):
    @run_in_thread
    def ask(self, host, port, username, password):
        from netmiko import ConnectHandler

        login = {"host": host, "port": port, "username": username, "password": password}
        with ConnectHandler(device_type="cisco_ios", conn_timeout=30, **login) as connection:
            return connection.send_command("show version", read_timeout=60)

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Result]:
        import json

        devices = context.devices
        outputs = await run_parallel(
            *(
                self.ask(d.ip, json.loads(d.connection_options)["port"], d.username, d.password)
                for d in devices
            )
        )
        named = dict(zip((d.hostname for d in devices), outputs, strict=True))
        return FunctionBlockResult(success=True, message="done", data=Result(outputs=named))

    async def acquire(self, params: Params) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(success=True, message="nothing", acquires=None)
