"""NB404 unknown-driver: a driver that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest, did_you_mean
from neops_blocks.lint.connections import connections_of
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject

    Path = tuple[str | int, ...]


class UnknownDriver(Rule):
    """A driver that does not exist."""

    code = Code.UNKNOWN_DRIVER
    name = "unknown-driver"
    summary = "No such driver is registered."
    why = "No session could be opened."
    remedy = "Write auto, netmiko, scrapli, or what an installed package adds."
    fixable = Fixable.UNSAFE
    bad = "connection: {driver: netmikko}"
    good = "connection: {driver: netmiko}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the connections of the block and of its steps."""
        for connection, at in connections_of(subject.block):
            driver, path = connection.driver, (*at, "driver")
            known = _other_drivers(driver) if driver is not None and "{{" not in driver else None
            if driver is not None and known is not None:
                yield self.finding(
                    f"unknown driver {driver!r}",
                    subject.document.span(*path),
                    path,
                    help=did_you_mean(driver, known, what="drivers"),
                    fix=Fix.guess(subject.document.nearest(*path)[0].words, closest(driver, known)),
                )


def _other_drivers(name: str) -> set[str] | None:
    """The same for a driver; looking for installed ones reads the metadata of every package."""
    from neops_blocks.drivers import driver_names

    known = {"auto", *driver_names()}
    return None if name in known else known
