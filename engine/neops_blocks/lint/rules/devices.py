"""Steps and the devices they run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest, did_you_mean
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import ConnectionModel

    Path = tuple[str | int, ...]


class OnceOnDeviceKind(Rule):
    """A device step that is to run once."""

    code = Code.ONCE_ON_DEVICE_KIND
    name = "once-on-device-kind"
    summary = "This kind of step needs a device, so it cannot run once for the block."
    why = "A step that runs once for the block has no device to talk to."
    remedy = "Remove `once`; `fan_out.where` chooses the devices."
    bad = "- {command: show version, once: true}"
    good = "- {command: show version}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the `once` key of device steps."""
        for step in subject.block.steps:
            if step.once and step.device_only:
                path = (*step.path, "once")
                message = f"a {step.kind} step needs a device, it cannot run once for the block"
                yield self.finding(message, subject.document.key_span(*path), path, help="remove `once`")


class NoTargets(Rule):
    """A device step without devices."""

    code = Code.NO_TARGETS
    name = "no-targets"
    summary = "A global block without targets has a step that needs a device."
    why = "There is no device that the step could run on."
    remedy = (
        "Choose the targets with `fan_out.devices`, an expression over `devices`, or write `run_on: group`."
    )
    bad = "run_on: global\nsteps:\n  - command: show version"
    good = "run_on: global\nfan_out: {devices: devices}\nsteps:\n  - command: show version"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the device steps of global blocks."""
        if not subject.block.without_targets:
            return
        for step in subject.block.steps:
            if step.device_only:
                path = (*step.path, step.kind)
                message = f"a {step.kind} step needs a device, and this global block has no targets"
                help_ = "choose targets with `fan_out.devices`, or set `run_on: group`"
                yield self.finding(message, subject.document.key_span(*path), path, help=help_)


class UnknownPlatform(Rule):
    """A platform that does not exist."""

    code = Code.UNKNOWN_PLATFORM
    name = "unknown-platform"
    summary = "No such platform is known."
    why = "The variant would never be chosen."
    remedy = "Write a short name of neops such as ios, eos or junos; `default` stands for all others."
    fixable = Fixable.UNSAFE
    bad = "platforms: {eso: {command: show version | json}}"
    good = "platforms: {eos: {command: show version | json}}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the keys of every `platforms`."""
        for step in subject.block.steps:
            for platform in step.platforms.keys() - {"default"}:
                path = (*step.path, "platforms", platform)
                known = _other_platforms(platform)
                if known is not None:
                    document = subject.document
                    near = closest(platform, known - step.platforms.keys())
                    yield self.finding(
                        f"unknown platform {platform!r}",
                        document.key_span(*path),
                        path,
                        help=did_you_mean(platform, known, what="platforms"),
                        fix=Fix.guess(document.nearest(*path[:-1])[0].key_words(platform), near),
                    )


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
        for connection, path in _connections(subject):
            driver = connection.driver
            known = _other_drivers(driver) if driver is not None and "{{" not in driver else None
            if driver is not None and known is not None:
                yield self.finding(
                    f"unknown driver {driver!r}",
                    subject.document.span(*path),
                    path,
                    help=did_you_mean(driver, known, what="drivers"),
                    fix=Fix.guess(subject.document.nearest(*path)[0].words, closest(driver, known)),
                )


def _other_platforms(name: str) -> set[str] | None:
    """The platforms there are, where this is none of them; the table is imported when one is named."""
    from neops_blocks.drivers import canonical, known_platforms

    known = set(known_platforms())
    return None if canonical(name) in known else known


def _other_drivers(name: str) -> set[str] | None:
    """The same for a driver; looking for installed ones reads the metadata of every package."""
    from neops_blocks.drivers import driver_names

    known = {"auto", *driver_names()}
    return None if name in known else known


def _connections(subject: Subject) -> Iterator[tuple[ConnectionModel, Path]]:
    if subject.block.connection is not None:
        yield subject.block.connection, ("connection", "driver")
    for step in subject.block.steps:
        if step.connection is not None:
            yield step.connection, (*step.path, "connection", "driver")
