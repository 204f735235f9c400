"""Blocks that work on devices: what they find goes into the inventory; one of them can be undone."""

from __future__ import annotations

from neops_workflow_engine_client import EntityAcquireByElasticQuery, EntityReferenceDto

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
from neops_worker_sdk.workflow import Device, Interface
from neops_worker_sdk.workflow.entities import DeviceReference, Platform


class SurveyParams(FunctionBlockParams):
    release: str


class SurveyData(FunctionBlockResultData):
    hostname: str
    interfaces: list[str]


class RefuseParams(FunctionBlockParams):
    refuse: bool = False


class NoData(FunctionBlockResultData):
    pass


@register_function_block(
    Registration("survey", "Looks at a device", "fb.peer.io", "device", "facts", SurveyParams, SurveyData)
)
class Survey(FunctionBlock[SurveyParams, SurveyData]):
    async def run(self, params, context):
        device = context.device
        before = sorted(interface.name for interface in context.interfaces)
        device.software_release = params.release
        device.facts = {**(device.facts or {}), "surveyed": True, "ports": [1, None]}
        device.platform = Platform(short_name="frr")
        context.interfaces.append(
            Interface(
                name="eth9",
                state="UP",
                device=EntityReferenceDto(id=device.id),
                skip_if_identifier_exists=True,
                identifier_fields=["name"],
            )
        )
        context.devices.append(
            Device(
                hostname="neighbour",
                ip="192.0.2.77",
                platform=Platform(short_name="frr"),
                skip_if_identifier_exists=True,
                identifier_fields=["hostname"],
            )
        )
        context.interfaces.append(
            Interface(
                name="lo",
                state="DOWN",
                device=DeviceReference(hostname="neighbour"),
                skip_if_identifier_exists=True,
                identifier_fields=["name"],
            )
        )
        context.interfaces[:] = [interface for interface in context.interfaces if interface.name != "old0"]
        return FunctionBlockResult(
            success=True,
            message=f"surveyed {device.hostname}",
            data=SurveyData(hostname=device.hostname, interfaces=before),
        )

    async def acquire(self, params):
        return FunctionBlockAcquireResult(
            success=True,
            message="needs the interfaces",
            acquires=[
                EntityAcquireByElasticQuery(type="elastic", entity="interface", query="device.id: 5"),
            ],
        )


@register_function_block(
    Registration(
        "configure",
        "Changes a device, and can undo it",
        "fb.peer.io",
        "device",
        "configure",
        RefuseParams,
        NoData,
        reversible=True,
    )
)
class Configure(FunctionBlock[RefuseParams, NoData]):
    async def run(self, params, context):
        if params.refuse:
            return FunctionBlockResult(success=False, message=f"{context.device.hostname} refuses")
        context.device.vendor = "changed"
        return FunctionBlockResult(success=True, message=f"configured {context.device.hostname}")

    async def acquire(self, params):
        return FunctionBlockAcquireResult(success=True, message="needs nothing")

    async def rollback(self, params, context, result_from_failed=None):
        return FunctionBlockRollbackResult(success=True, message=f"undone on {context.device.hostname}")
