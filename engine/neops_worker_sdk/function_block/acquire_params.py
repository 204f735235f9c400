"""Parameters of which some are not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic

from neops_worker_sdk.function_block.results import ParamsT


@dataclass(frozen=True)
class AcquireParams(Generic[ParamsT]):
    """What `acquire` gets. Attributes of the parameters can also be read from this object itself.

    Attributes:
        partial: the parameters; an unresolved one has its default, or None.
        unresolved: names of fields that are missing or invalid.
        raw: the parameters as they came.
    """

    partial: ParamsT
    unresolved: frozenset[str]
    raw: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("partial", "unresolved", "raw"):
            raise AttributeError(name)
        return getattr(self.partial, name)
