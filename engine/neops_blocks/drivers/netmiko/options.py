"""What may stand under `options` of a connection with the netmiko driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import DriverFailure, did_you_mean

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Target

PASSED_ON = frozenset({"global_delay_factor", "encoding", "default_enter", "session_log"})
OPTIONS = PASSED_ON | {"device_type", "disabled_algorithms", "keepalive", "passphrase", "quick"}


def options_of(target: Target) -> dict[str, Any]:
    """The options of the target. Raises DriverFailure for one that does not exist."""
    for name in target.options:
        if name not in OPTIONS:
            raise DriverFailure(
                f"the netmiko driver has no option {name!r} (device {target.name})",
                hint=did_you_mean(name, OPTIONS, what="options of the driver"),
            )
    return dict(target.options)
