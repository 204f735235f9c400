"""Which devices a run is about: those of its entity, chosen and filtered by `fan_out`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.compile.errors import BlockFailedError, describe
from neops_blocks.compile.hosts import device_view, host_names
from neops_blocks.diagnostics import Failure, NoTargets, TemplateFailure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_blocks.compile.plan import Plan
    from neops_blocks.templates import Value
    from neops_worker_sdk.logger.masking import Masker
    from neops_worker_sdk.workflow import DeviceTypeDto, WorkflowContext

NamedDevice = tuple["DeviceTypeDto", str, dict[str, Any]]
"""A device, its name, and how expressions see it."""


class Choice:
    """Chooses the targets of a run."""

    def __init__(
        self, plan: Plan, params: Mapping[str, Any], context: WorkflowContext, masker: Masker
    ) -> None:
        self._plan = plan
        self._params = params
        self._context = context
        self._masker = masker

    def targets(self) -> tuple[list[NamedDevice], list[str]]:
        """The targets, and the names of those that `where` excludes.

        Raises:
            BlockFailedError: there is none, or an expression of `fan_out` fails.
        """
        chosen: list[NamedDevice] = []
        skipped: list[str] = []
        for device, name, view in self._candidates():
            if self._excluded(view):
                skipped.append(name)
            else:
                chosen.append((device, name, view))
        if self._plan.has_targets and not chosen and not self._plan.fan_out.empty_ok:
            raise self._failed(NoTargets(f"the block has no device to work on{self._why(skipped)}"))
        return chosen, skipped

    def _candidates(self) -> list[NamedDevice]:
        devices = named(self._devices())
        chosen = self._plan.fan_out.devices
        if self._plan.run_on != "global" or chosen is None:
            return devices if self._plan.run_on != "global" else []
        scope = {"params": self._params, "devices": [view for _, _, view in devices]}
        picked = self._evaluated(chosen, scope, "fan_out.devices")
        if not isinstance(picked, list | tuple) or not all(isinstance(item, dict) for item in picked):
            got = "other things" if isinstance(picked, list | tuple) else type(picked).__name__
            failure = TemplateFailure(
                f"fan_out.devices needs a list of devices, got {got}",
                hint="filter `devices`, as in: devices | selectattr('data.role', 'eq', 'edge') | list",
            )
            raise self._failed(failure, "fan_out.devices")
        ids = {item.get("id") for item in picked}
        return [candidate for candidate in devices if candidate[0].id in ids]

    def _devices(self) -> list[DeviceTypeDto]:
        context = self._context
        if context.device is not None:
            return [context.device]
        ids: set[int | None] = set()
        if context.interface is not None:
            ids = {context.interface.device.id} if context.interface.device else {None}
        elif context.device_group is not None:
            ids = {member.id for member in context.device_group.devices or ()}
        return [device for device in context.devices or () if not ids or device.id in ids]

    def _excluded(self, view: dict[str, Any]) -> bool:
        where = self._plan.fan_out.where
        if where is None:
            return False
        scope = {"params": self._params, "device": view}
        return not self._evaluated(where, scope, "fan_out.where", of=f" of {view['name']}")

    def _why(self, skipped: Sequence[str]) -> str:
        if skipped:
            return f": fan_out.where excludes all {len(skipped)}"
        if self._plan.run_on == "interface":
            return ": the device of the interface is not among the devices of the job"
        if self._plan.fan_out.devices is not None:
            return ": fan_out.devices chooses none of those of the job"
        return ""

    def _evaluated(self, value: Value, scope: dict[str, Any], key: str, of: str = "") -> Any:
        try:
            return value.evaluate(scope)
        except Failure as failure:
            failure.message = f"{key}{of}: {failure.message}"
            raise self._failed(failure, key) from failure

    def _failed(self, failure: Failure, key: str | None = None) -> BlockFailedError:
        where = self._plan.where if key is None else self._plan.places[key]
        return BlockFailedError(describe(failure, step=None, where=where, masker=self._masker))


def named(devices: Sequence[DeviceTypeDto]) -> list[NamedDevice]:
    """The devices with their names and views."""
    names = host_names(devices)
    return [(device, name, device_view(device, name)) for device, name in zip(devices, names, strict=True)]
