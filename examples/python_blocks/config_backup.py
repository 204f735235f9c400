"""Fetches the running configuration of one device: a blocking library, moved off the event loop."""

from neops_worker_sdk.concurrency import run_in_thread
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


class ConfigBackupParams(FunctionBlockParams):
    """The block needs nothing but its device."""


class ConfigBackupResult(FunctionBlockResultData):
    config_lines: int


@register_function_block(
    Registration(
        name="config_backup",
        description="Fetch the running configuration of a device and count its lines.",
        package="examples.neops.io",
        run_on="device",
        fb_type="facts",
        param_cls=ConfigBackupParams,
        result_cls=ConfigBackupResult,
        is_idempotent=True,
        is_pure=True,
    )
)
class ConfigBackup(FunctionBlock[ConfigBackupParams, ConfigBackupResult]):
    @run_in_thread
    def _fetch_config(self, host: str, username: str, password: str, port: int = 22) -> str:
        from netmiko import ConnectHandler

        login = {"host": host, "port": port, "username": username, "password": password}
        with ConnectHandler(device_type="cisco_ios", **login) as connection:
            return str(connection.send_command("show running-config"))

    async def run(
        self, params: ConfigBackupParams, context: WorkflowContext
    ) -> FunctionBlockResult[ConfigBackupResult]:
        device = context.device
        if device is None:
            return FunctionBlockResult(message="This block runs on a device.", success=False, data=None)
        if not device.ip or not device.username:
            return FunctionBlockResult(
                message=f"{device.hostname}: the address or the username is missing.",
                success=False,
                data=None,
            )
        config = await self._fetch_config(
            host=device.ip,
            username=device.username,
            password=device.password or "",
            port=connection_options(device).port,
        )
        lines = len(config.splitlines())
        self.logger.info(f"{device.hostname}: {lines} lines of configuration")
        return FunctionBlockResult(
            message=f"{device.hostname}: {lines} lines backed up.",
            success=True,
            data=ConfigBackupResult(config_lines=lines),
        )

    async def acquire(self, params: AcquireParams[ConfigBackupParams]) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(message="Nothing to acquire.", success=True, acquires=None)
