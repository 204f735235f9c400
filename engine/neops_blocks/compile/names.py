"""The names that expressions may use during a run (section 4 of the language)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.compile.hosts import frozen
from neops_blocks.compile.targets import named
from neops_blocks.steps.results import StepResult, StepsView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.compile.hosts import Host
    from neops_blocks.compile.plan import Plan
    from neops_worker_sdk.workflow import WorkflowContext


class Names:
    """What a run has found out so far, by the names that expressions use.

    Attributes:
        hosts: the targets.
        skipped: the names of the devices that `where` excludes.
        once: the results of the steps that ran once for the block.
    """

    def __init__(self, plan: Plan, params: Mapping[str, Any], context: WorkflowContext) -> None:
        self.hosts: list[Host] = []
        self.skipped: list[str] = []
        self.once: dict[str, StepResult] = {}
        self._one_target = plan.one_target
        self._common: dict[str, Any] = {"params": params}
        if context.device_group is not None:
            self._common["group"] = context.device_group.model_dump(by_alias=False)
        if context.interface is not None:
            self._common["interface"] = context.interface.model_dump(by_alias=False)
        self._devices = [] if plan.has_targets else [view for _, _, view in named(context.devices or ())]
        self._frozen: dict[str, Any] = {}

    def freeze(self) -> None:
        """Let `hosts`, `succeeded`, `failed` and `skipped` be what they are at this moment."""
        self._frozen = frozen(self.hosts, self.skipped)

    def of(self, host: Host | None = None) -> dict[str, Any]:
        """The names of device scope where there is a host or only one target, else of block scope."""
        if self._one_target and self.hosts:
            host = self.hosts[0]
            self.freeze()
        names = {**self._common, **self._frozen}
        if host is None:
            names["devices"] = [target.view for target in self.hosts] or self._devices
            names["steps"] = StepsView(self.once)
        else:
            names["device"] = host.view
            names["steps"] = StepsView(host.results, self.once, host=host.name)
        return names
