"""The published client package's name, where that package is not installed: it leads to the classes here.

Blocks for the published SDK import their entities from there. A finder at the very end of the import system
answers for that one name, after everybody else had their turn: an installed client is never hidden.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.workflow import acquires, dto, parts, updates
from neops_worker_sdk.workflow.client_objects import CLIENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

NAMES: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        acquires.EntityAcquireByElasticQuery,
        acquires.EntityAcquireByElasticQueryLimit,
        acquires.EntityAcquireByExpansion,
        acquires.EntityAcquireContext,
        acquires.EntityAcquireReference,
        dto.DeviceGroupTypeDto,
        dto.DeviceTypeDto,
        dto.InterfaceTypeDto,
        dto.JobExecutionContextDto,
        parts.DeviceCheckTypeDto,
        parts.DeviceConfigTypeDto,
        parts.DeviceExecutionResultTypeDto,
        parts.DeviceExecutionTypeDto,
        parts.DeviceFactTypeDto,
        parts.DeviceGroupCheckTypeDto,
        parts.DeviceGroupFactTypeDto,
        parts.EntityReferenceDto,
        parts.PlatformTypeDto,
        parts.RoleDeviceGroupTypeDto,
        updates.JobExecutionResultDbUpdatesDto,
    )
} | {"BaseEntityDto": parts.BaseEntityDto, "EntityType": acquires.EntityKind}
_MODELS = f"{CLIENT}.models"
_WHAT_TO_DO = (
    f"{CLIENT} is not installed, and of its names only those of entities and acquires can be had without it: "
    "install neops-workflow-engine-client, or do without"
)


class StandInFinder(MetaPathFinder, Loader):
    """Finds the client's name, and makes a module of the classes here for it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The stand-in for the client, and for its modules of models.

        Raises:
            ModuleNotFoundError: another module of the client is asked for.
        """
        if fullname == CLIENT:
            return self._spec(fullname)
        if not (fullname.startswith(f"{CLIENT}.") and _stands_in()):
            return None
        if fullname == _MODELS or fullname.startswith(f"{_MODELS}."):
            return self._spec(fullname)
        raise ModuleNotFoundError(f"no module {fullname}: {_WHAT_TO_DO}", name=fullname)

    def exec_module(self, module: ModuleType) -> None:
        """Put the names into the module."""
        vars(module).update(NAMES, __all__=sorted(NAMES), __doc__=__doc__, __getattr__=_missing)

    def _spec(self, fullname: str) -> ModuleSpec:
        return ModuleSpec(fullname, self, origin=__name__, is_package=True)


def _stands_in() -> bool:
    client = sys.modules.get(CLIENT)
    return client is not None and isinstance(getattr(client.__spec__, "loader", None), StandInFinder)


def _missing(name: str) -> Any:
    if name.startswith("_") or name.islower():  # an attribute of modules, or a module
        raise AttributeError(name)
    raise ImportError(f"no name {name}: {_WHAT_TO_DO}", name=CLIENT)


def install() -> None:
    """Answer for the client's name from now on, if nobody else does."""
    if not any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
        sys.meta_path.append(StandInFinder())
