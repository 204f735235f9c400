"""The drivers: an explicit table, and those that other packages add by an entry point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import DriverFailure, UnsupportedPlatform, did_you_mean
from neops_blocks.drivers.netmiko import NetmikoDriver
from neops_blocks.drivers.platforms import canonical, known_platforms
from neops_blocks.drivers.scrapli import ScrapliDriver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.metadata import EntryPoint

    from neops_blocks.drivers.port import Driver

GROUP = "neops_blocks.drivers"
AUTO = "netmiko"
DRIVERS: dict[str, Callable[[], Driver]] = {"netmiko": NetmikoDriver, "scrapli": ScrapliDriver}


def driver_names() -> tuple[str, ...]:
    """The names that `driver` may have, `auto` apart."""
    return tuple(sorted({*DRIVERS, *(entry.name for entry in _added())}))


def driver_for(platform: str, name: str = "auto") -> Driver:
    """The driver for a platform.

    Raises:
        DriverFailure: there is no driver of that name, or it cannot be loaded.
        UnsupportedPlatform: the driver does not know the platform.
    """
    driver = _make(AUTO if name == "auto" else name)
    short_name = canonical(platform)
    if not driver.supports(short_name):
        raise UnsupportedPlatform(
            f"the driver {driver.name} does not know the platform {platform!r}",
            hint=did_you_mean(short_name, known_platforms(), what="known platforms"),
        )
    return driver


def _make(name: str) -> Driver:
    if name in DRIVERS:
        return DRIVERS[name]()
    for entry in (entry for entry in _added() if entry.name == name):
        try:
            driver: Driver = entry.load()()
        except Exception as error:
            raise DriverFailure(
                f"the driver {name!r} ({entry.value}) cannot be loaded: {type(error).__name__}: {error}",
                hint="install the package that brings it again, or choose another driver",
            ) from error
        return driver
    raise DriverFailure(
        f"there is no driver {name!r}",
        hint=did_you_mean(name, ("auto", *driver_names()), what="known drivers"),
    )


def _added() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)
