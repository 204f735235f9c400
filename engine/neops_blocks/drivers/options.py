"""What may stand under `options` of a connection: every driver has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import DriverFailure, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from neops_blocks.drivers.port import Target


def options_of(target: Target, driver: str, known: AbstractSet[str]) -> dict[str, Any]:
    """The options of the target. Raises DriverFailure for one that the driver does not have."""
    for name in target.options:
        if name not in known:
            raise DriverFailure(
                f"the {driver} driver has no option {name!r} (device {target.name})",
                hint=did_you_mean(name, known, what="options of the driver"),
            )
    return dict(target.options)
