"""The devices that a job is about: those of an inventory that the options choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.inventory import Group, Host, Inventory
    from neops_worker_sdk.workflow import JobExecutionContextDto

ANONYMOUS = "selection"
NEEDED_FOR = ("device", "group")


@dataclass(frozen=True)
class Choice:
    """What the options say: an inventory, and which of its devices."""

    inventory: Path | None = None
    devices: tuple[str, ...] = ()
    group: str | None = None
    where: str | None = None


@dataclass(frozen=True)
class Selection:
    """The devices a run is about."""

    hosts: Sequence[Host] = ()
    inventory: Inventory | None = None
    group: str | None = None

    def context(self, *, with_group: bool) -> JobExecutionContextDto:
        """The entities of the job. Raises InvalidInventoryError."""
        from neops_worker_sdk.workflow import JobExecutionContextDto

        if self.inventory is None:
            return JobExecutionContextDto(devices=[], device_groups=[], interfaces=[])
        return self.inventory.to_context(self.hosts, self._group(self.inventory) if with_group else None)

    def _group(self, inventory: Inventory) -> Group:
        from neops_blocks.inventory import Group

        if self.group is not None:
            return inventory.groups[self.group]
        return Group(ANONYMOUS, len(inventory.groups) + 1)


def choose(identifier: str, run_on: str, choice: Choice) -> Selection:
    """The devices for a block.

    Raises:
        Problem: the block needs devices and there are none, or it runs on what inventories do not have.
        InvalidInventoryError: what is wrong with the inventory.
        SelectionError: an unknown name or group, or an expression that cannot be evaluated.
        OSError: the inventory cannot be read.
    """
    from neops_blocks.inventory import load_inventory, select

    if run_on == "interface":
        raise Problem(
            f"{identifier} runs on interfaces, which inventories do not have",
            "a workflow of an engine can run it: the engine knows the interfaces of its devices",
        )
    needed = run_on in NEEDED_FOR
    if choice.inventory is None:
        if needed or choice.devices or choice.group or choice.where:
            what = f"{identifier} runs on devices" if needed else "devices are chosen from an inventory"
            raise Problem(
                f"{what}: -i FILE is missing",
                "a first one: devices: [{name: sw1, host: 192.0.2.1, platform: ios}]",
            )
        return Selection()
    inventory = load_inventory(choice.inventory)
    if not inventory.devices:
        raise Problem(f"there are no devices in {inventory.file}")
    hosts = select(inventory, choice.devices, choice.group, choice.where)
    if needed and not hosts:
        raise Problem(f"no device of {choice.inventory} fits", "see --device, --group and --where")
    return Selection(hosts, inventory, choice.group)
