"""Blocks as their authors write them for the published SDK: its import paths, the client's names, nothing else."""

import asyncio

from neops_workflow_engine_client import (
    DeviceTypeDto,
    EntityAcquireByElasticQuery,
    EntityAcquireByElasticQueryLimit,
    EntityAcquireContext,
    EntityReferenceDto,
    InterfaceTypeDto,
    PlatformTypeDto,
)
from pydantic import Field

from neops_worker_sdk.concurrency import run_in_thread, run_parallel, schedule_task
from neops_worker_sdk.function_block.acquire_params import AcquireParams
from neops_worker_sdk.function_block.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
    FunctionBlockRollbackResult,
)
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.registration import Registration
from neops_worker_sdk.workflow import Device, DeviceField, DeviceGroup, generate_temporary_id
from neops_worker_sdk.workflow.entities import DeviceReference, Interface, Platform
from neops_worker_sdk.workflow.workflow_context import WorkflowContext


class Params(FunctionBlockParams):
    site: str
    count: int = 1
    note: str | None = None


class Data(FunctionBlockResultData):
    names: list[str] = Field(default_factory=list)
    longest: int | None = None


def registration(name, run_on):
    return Registration(
        name=name,
        description=f"Does the {name} job.",
        package="fb.published.example",
        run_on=run_on,
        fb_type="facts",
        param_cls=Params,
        result_cls=Data,
        version=(1, 2, 0),
        is_idempotent=True,
        reversible=True,
    )


class Block(FunctionBlock[Params, Data]):
    async def acquire(self, params: AcquireParams[Params]) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(message="nothing to acquire", success=True, acquires=None)


def done(context: WorkflowContext, message: str, **data) -> FunctionBlockResult[Data]:
    names = [device.hostname or "" for device in context.devices]
    return FunctionBlockResult(message=message, success=True, data=Data(names=names, **data))


@register_function_block(registration("rename", "device"))
class Rename(Block):
    """Changes fields of its device: a plain one, a nested one, and whole parts from the client's classes."""

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Data]:
        device = context.device
        assert device is context.devices[0]
        self.logger.info("device {} of site {site}", device.hostname, site=params.site)
        device.hostname = f"{params.site}-{device.hostname}"
        device.facts["count"] = params.count
        device.vendor = None
        device.connection_state = "OK"
        device.platform = PlatformTypeDto(short_name="frr", vendor="FRRouting")
        device.groups = [EntityReferenceDto(id=3)]
        return done(context, f"renamed to {device.hostname}")


@register_function_block(registration("grow", "global"))
class Grow(Block):
    """Creates entities: of the client's classes, and of the SDK's with rules for those that exist."""

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Data]:
        plain = DeviceTypeDto(
            id=generate_temporary_id(),
            hostname="plain",
            softwareRelease="1.0",
            platform=PlatformTypeDto(id=2, short_name="frr"),
        )
        context.devices.append(plain)
        plain.ip = "192.0.2.9"
        context.devices.append(
            Device(
                hostname="new",
                ip="192.0.2.10",
                platform=Platform(short_name="srl"),
                skip_if_identifier_exists=True,
                identifier_fields=[DeviceField.hostname, "ip"],
            )
        )
        context.interfaces.append(
            Interface(
                name="eth9",
                state="UP",
                device=DeviceReference(hostname="new"),
                skip_if_identifier_exists=False,
                identifier_fields=[],
            )
        )
        context.interfaces.append(
            InterfaceTypeDto(
                id=generate_temporary_id(), name="eth10", state="DOWN", device=EntityReferenceDto(id=5)
            )
        )
        context.device_groups.append(
            DeviceGroup(name=params.site, skip_if_identifier_exists=True, identifier_fields=["name"])
        )
        return done(context, "created")


@register_function_block(registration("shrink", "group"))
class Shrink(Block):
    """Removes entities, and changes its group."""

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Data]:
        context.device_group.description = params.note
        context.devices[:] = [device for device in context.devices if device.id != 6]
        context.interfaces.clear()
        return done(context, "removed")


@register_function_block(registration("count", "global"))
class Count(Block):
    """Works on all devices at the same time, changes nothing."""

    @run_in_thread
    def length(self, device: DeviceTypeDto) -> int:
        return len(device.hostname)

    @schedule_task
    async def later(self) -> str:
        await asyncio.sleep(0)
        return "later"

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Data]:
        task = self.later()
        lengths = await run_parallel(*(self.length(device) for device in context.devices))
        assert isinstance(context.devices[0].to_dict()["hostname"], str)
        return done(context, f"{await task}: {params.count}", longest=max(lengths))


@register_function_block(registration("fail", "device"))
class Fail(Block):
    """Changes its device, and then it fails."""

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Data]:
        context.device.hostname = "lost"
        raise ValueError(f"no such site: {params.site}")

    async def rollback(self, params: Params, context: WorkflowContext, result_from_failed):
        assert result_from_failed is None
        return FunctionBlockRollbackResult(message=f"{params.site} is as it was", success=True)


@register_function_block(registration("choose", "device"))
class Choose(Block):
    """Says what it needs, as far as its parameters are known."""

    async def acquire(self, params: AcquireParams[Params]) -> FunctionBlockAcquireResult:
        site = "*" if "site" in params.unresolved else params.partial.site
        query = EntityAcquireByElasticQuery(
            type="elastic",
            entity="device",
            query=f"hostname: {site}",
            assertNotEmpty=False,
            limit=EntityAcquireByElasticQueryLimit(10),
        )
        groups = EntityAcquireContext(type="context", entity="group", filter=params.raw.get("note"))
        return FunctionBlockAcquireResult(
            message=f"{params.partial.count} of {site}", success=True, acquires=[query, groups]
        )

    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Data]:
        return FunctionBlockResult(message="refused", success=False, data=None)
