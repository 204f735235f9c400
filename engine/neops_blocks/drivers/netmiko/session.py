"""Open a session: the quick kind where it is known to work, netmiko's own elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import UnsupportedPlatform, did_you_mean
from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.errors import opening
from neops_blocks.drivers.netmiko.options import OPTIONS
from neops_blocks.drivers.netmiko.plain import PlainSession
from neops_blocks.drivers.netmiko.quick import QuickSession
from neops_blocks.drivers.netmiko.wire import connect
from neops_blocks.drivers.options import options_of
from neops_blocks.drivers.platforms import known_platforms, platform_facts

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Session, Target

QUICK = frozenset({"cisco_ios", "cisco_xe", "cisco_xr", "cisco_nxos", "arista_eos"})
PREPARE = ("terminal width 511", "terminal length 0")


def open_session(target: Target) -> Session:
    """Open a session and prepare it. Raises Failure."""
    deadline = Deadline(target.connect_timeout)
    options = options_of(target, "netmiko", OPTIONS)
    facts = platform_facts(target.platform)
    if facts is None or facts.netmiko is None:
        raise UnsupportedPlatform(
            f"netmiko does not know the platform {target.platform!r} of {target.name}",
            hint=did_you_mean(target.platform, known_platforms(), what="known platforms"),
        )
    device_type = str(options.get("device_type", facts.netmiko))
    with opening(target):
        wire = connect(target, deadline, options)

        def connection() -> Any:
            from neops_blocks.drivers.netmiko.connection import connection_on

            return connection_on(wire, target, device_type, options)

        try:
            if device_type in QUICK and options.get("quick", True):
                return QuickSession(target, wire, connection, facts).prepared(PREPARE, deadline)
            return PlainSession(target, wire, connection, facts).prepared(deadline)
        except BaseException:
            wire.close()
            raise
