"""The targets of a block: their names, how expressions see them, what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.workflow import device_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.compile.access import Access
    from neops_blocks.compile.plan import Step
    from neops_blocks.steps.results import StepResult
    from neops_worker_sdk.workflow import DeviceTypeDto


@dataclass(slots=True)
class Host:
    """One target during one run; `at` is the step that it is doing, or did last."""

    name: str
    device: DeviceTypeDto
    view: dict[str, Any]
    platform: str | None
    access: Access
    results: dict[str, StepResult] = field(default_factory=dict)
    summary: dict[str, dict[str, Any]] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    elapsed: float = 0.0
    at: Step | None = None
    started: bool = False
    finished: bool = False

    @property
    def ok(self) -> bool:
        """Whether no step has failed so far."""
        return self.error is None


def host_names(devices: Sequence[DeviceTypeDto]) -> list[str]:
    """A name for each device: hostname, else address, else `id-N`; a second one of a name gets `-2`."""
    names: list[str] = []
    taken: set[str] = set()
    for device in devices:
        wanted = device_name(device)
        name, count = wanted, 1
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        taken.add(name)
        names.append(name)
    return names


def device_view(device: DeviceTypeDto, name: str) -> dict[str, Any]:
    """What expressions see as `device`: the entity's fields, its `name`, its facts as `data` too."""
    fields = device.model_dump(by_alias=False)
    return {**fields, "name": name, "data": fields.get("facts") or {}}


def frozen(hosts: Iterable[Host], skipped: Sequence[str]) -> dict[str, Any]:
    """The names that exist after a cut, as they were at that moment."""
    everybody = {
        host.name: {"ok": host.ok, "error": host.error, "device": host.view, "steps": dict(host.results)}
        for host in hosts
    }
    return {
        "hosts": everybody,
        "succeeded": {name: host for name, host in everybody.items() if host["ok"]},
        "failed": {name: host["error"] for name, host in everybody.items() if not host["ok"]},
        "skipped": list(skipped),
    }
