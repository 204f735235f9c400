"""Open a session: the quick kind where it is known to work, netmiko's own elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import DriverFailure, UnsupportedPlatform, did_you_mean
from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.connection import PASSED_ON, connection_on
from neops_blocks.drivers.netmiko.errors import opening
from neops_blocks.drivers.netmiko.plain import PlainSession
from neops_blocks.drivers.netmiko.quick import QuickSession
from neops_blocks.drivers.netmiko.wire import connect
from neops_blocks.drivers.platforms import known_platforms, platform_facts

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Session, Target

QUICK = frozenset({"cisco_ios", "cisco_xe", "cisco_xr", "cisco_nxos", "arista_eos"})
PREPARE = ("terminal width 511", "terminal length 0")
OPTIONS = PASSED_ON | {"device_type", "disabled_algorithms", "keepalive", "passphrase", "quick"}


def open_session(target: Target) -> Session:
    """Open a session and prepare it. Raises Failure."""
    deadline = Deadline(target.connect_timeout)
    options = _checked(target)
    facts = platform_facts(target.platform)
    if facts is None or facts.netmiko is None:
        raise UnsupportedPlatform(
            f"netmiko does not know the platform {target.platform!r} of {target.name}",
            hint=did_you_mean(target.platform, known_platforms(), what="known platforms"),
        )
    device_type = str(options.get("device_type", facts.netmiko))
    with opening(target):
        wire = connect(target, deadline, options)
        try:
            connection = connection_on(wire, target, device_type, options)
            if device_type in QUICK and options.get("quick", True):
                return QuickSession.prepared(target, wire, connection, facts.errors, PREPARE, deadline)
            return PlainSession.prepared(target, wire, connection, facts, deadline)
        except BaseException:
            wire.close()
            raise


def _checked(target: Target) -> dict[str, Any]:
    options = dict(target.options)
    for name in options:
        if name not in OPTIONS:
            raise DriverFailure(
                f"the netmiko driver has no option {name!r} (device {target.name})",
                hint=did_you_mean(name, OPTIONS, what="options of the driver"),
            )
    return options
