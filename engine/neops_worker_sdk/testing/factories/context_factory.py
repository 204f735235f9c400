"""Contexts for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_worker_sdk.workflow import JobExecutionContextDto, WorkflowContext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_worker_sdk.workflow import DeviceGroupTypeDto, DeviceTypeDto, InterfaceTypeDto


def create_workflow_context(
    run_on: str,
    entity_id: int | None = None,
    devices: Iterable[DeviceTypeDto] | None = None,
    device_groups: Iterable[DeviceGroupTypeDto] | None = None,
    interfaces: Iterable[InterfaceTypeDto] | None = None,
) -> WorkflowContext:
    """A context of these entities, for a block that runs on the one with `entity_id`.

    Raises:
        ValueError: `run_on` needs an entity, and it is not given or not there.
    """
    entities = JobExecutionContextDto(
        devices=list(devices or ()),
        device_groups=list(device_groups or ()),
        interfaces=list(interfaces or ()),
    )
    return WorkflowContext(entities, run_on, entity_id)
