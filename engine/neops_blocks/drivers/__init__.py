"""Sessions with devices: the port, the platforms, and one driver per library behind it."""

from neops_blocks.drivers.platforms import (
    PLATFORMS,
    SPELLINGS,
    Platform,
    canonical,
    known_platforms,
    platform_facts,
)
from neops_blocks.drivers.port import Driver, HostKeyPolicy, Prompt, Session, Target
from neops_blocks.drivers.table import DRIVERS, driver_for, driver_names

__all__ = [
    "DRIVERS",
    "PLATFORMS",
    "SPELLINGS",
    "Driver",
    "HostKeyPolicy",
    "Platform",
    "Prompt",
    "Session",
    "Target",
    "canonical",
    "driver_for",
    "driver_names",
    "known_platforms",
    "platform_facts",
]
