"""What a block works with: the entities of its job, and what it changed about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from neops_worker_sdk.workflow.db_updates import Entities, EntityDto, generate_db_updates, lost_changes
from neops_worker_sdk.workflow.updates import EntityType, JobExecutionResultDbUpdatesDto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_worker_sdk.workflow.dto import (
        DeviceGroupTypeDto,
        DeviceTypeDto,
        InterfaceTypeDto,
        JobExecutionContextDto,
    )

_SHOWN = 20
ChosenT = TypeVar("ChosenT", bound=EntityDto)


class WorkflowContext:
    """The entities of a job; changing them, or the lists, changes the database when the block succeeds.

    Attributes:
        devices: the devices of the job.
        device_groups: the groups of the job.
        interfaces: the interfaces of the job.
        run_on: ``device``, ``interface``, ``group``, ``global`` or ``client``.
        entity_id: the entity that the block runs on.
        device: the element of `devices` that the block runs on; None unless `run_on` is ``device``.
        device_group: the same for groups.
        interface: the same for interfaces.
        warnings: what `compute_db_updates` had to leave out, in sentences.
    """

    def __init__(
        self, context: JobExecutionContextDto, run_on: str, entity_id: int | float | None = None
    ) -> None:
        """Take the entities of `context`, and remember how they are now.

        Raises:
            ValueError: the entity that the block runs on is not given, or not in the context.
        """
        self.devices: list[DeviceTypeDto] = context.devices
        self.device_groups: list[DeviceGroupTypeDto] = context.device_groups
        self.interfaces: list[InterfaceTypeDto] = context.interfaces
        self.run_on = run_on
        self.entity_id = entity_id
        self.device = self._chosen("device", self.devices)
        self.device_group = self._chosen("group", self.device_groups)
        self.interface = self._chosen("interface", self.interfaces)
        self.warnings: list[str] = []
        self._before: Entities = {
            kind: [entity.model_copy(deep=True) for entity in entities or ()]
            for kind, entities in self._now().items()
        }

    def compute_db_updates(self) -> JobExecutionResultDbUpdatesDto | None:
        """The changes made since this context was built, None without any; `warnings` is set anew.

        Raises:
            TypeError: something that is no entity was put into a list.
            ValueError: a field holds something that JSON cannot.
        """
        now = self._now()
        updates = generate_db_updates(self._before, now)
        self.warnings = lost_changes(self._before, now)
        return JobExecutionResultDbUpdatesDto(updates=updates) if updates else None

    def _now(self) -> Entities:
        return {
            EntityType.DEVICE: self.devices,
            EntityType.INTERFACE: self.interfaces,
            EntityType.GROUP: self.device_groups,
        }

    def _chosen(self, kind: str, entities: Sequence[ChosenT] | None) -> ChosenT | None:
        if self.run_on != kind:
            return None
        if self.entity_id is None:
            raise ValueError(f"a job that runs on a {kind} needs an entity_id, the id of the {kind}")
        for entity in entities or ():
            if entity.id == self.entity_id:
                return entity
        ids = [str(entity.id) for entity in entities or ()]
        more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        there = ", ".join(ids[:_SHOWN]) + more if ids else "none"
        raise ValueError(
            f"no {kind} with id {self.entity_id} is in the job's context, whose run_on is {kind!r}; "
            f"the ids of its {kind}s: {there}"
        )
