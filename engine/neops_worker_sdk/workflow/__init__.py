"""The entities of a job, the context they come in, and the database updates that changes to them become.

From its import on, the name of the published client package leads here too, unless that is installed.
"""

from neops_worker_sdk.workflow import stand_in
from neops_worker_sdk.workflow.acquires import (
    AnyAcquire,
    EntityAcquire,
    EntityAcquireByElasticQuery,
    EntityAcquireByElasticQueryLimit,
    EntityAcquireByExpansion,
    EntityAcquireContext,
    EntityAcquireReference,
)
from neops_worker_sdk.workflow.connection_options import ConnectionOptions, connection_options
from neops_worker_sdk.workflow.db_updates import EXCLUDED_FIELDS, EntityDto, generate_db_updates
from neops_worker_sdk.workflow.dto import (
    DeviceGroupTypeDto,
    DeviceTypeDto,
    InterfaceTypeDto,
    JobExecutionContextDto,
)
from neops_worker_sdk.workflow.entities import (
    Device,
    DeviceField,
    DeviceGroup,
    DeviceReference,
    GroupField,
    Interface,
    InterfaceField,
    Platform,
)
from neops_worker_sdk.workflow.naming import device_name
from neops_worker_sdk.workflow.parts import BaseEntityDto, EntityReferenceDto, PlatformTypeDto
from neops_worker_sdk.workflow.temporary_ids import generate_temporary_id
from neops_worker_sdk.workflow.updates import (
    DbCreateDto,
    DbDeleteDto,
    DbPatchDto,
    DbUpdateDto,
    EntityType,
    JobExecutionResultDbUpdatesDto,
)
from neops_worker_sdk.workflow.workflow_context import WorkflowContext

__all__ = [
    "EXCLUDED_FIELDS",
    "AnyAcquire",
    "BaseEntityDto",
    "ConnectionOptions",
    "DbCreateDto",
    "DbDeleteDto",
    "DbPatchDto",
    "DbUpdateDto",
    "Device",
    "DeviceField",
    "DeviceGroup",
    "DeviceGroupTypeDto",
    "DeviceReference",
    "DeviceTypeDto",
    "EntityAcquire",
    "EntityAcquireByElasticQuery",
    "EntityAcquireByElasticQueryLimit",
    "EntityAcquireByExpansion",
    "EntityAcquireContext",
    "EntityAcquireReference",
    "EntityDto",
    "EntityReferenceDto",
    "EntityType",
    "GroupField",
    "Interface",
    "InterfaceField",
    "InterfaceTypeDto",
    "JobExecutionContextDto",
    "JobExecutionResultDbUpdatesDto",
    "Platform",
    "PlatformTypeDto",
    "WorkflowContext",
    "connection_options",
    "device_name",
    "generate_db_updates",
    "generate_temporary_id",
]

stand_in.install()
