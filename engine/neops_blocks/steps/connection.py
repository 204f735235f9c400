"""How a device is reached: the layers of `connection` settings, the nearest to the step winning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import DriverFailure, UnsupportedPlatform
from neops_blocks.drivers import Target, canonical, driver_for
from neops_worker_sdk.workflow import connection_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.drivers import Session
    from neops_worker_sdk.workflow import DeviceTypeDto

DEFAULTS: Mapping[str, Any] = {
    "driver": "auto",
    "port": 22,
    "host_key": "accept-new",
    "timeout": {"connect": 10.0, "command": 30.0},
    "options": {},
}


def merge(*layers: Mapping[str, Any] | None) -> dict[str, Any]:
    """The effective settings: the first layer with a key wins; `timeout` and `options` merge by key."""
    merged: dict[str, Any] = {}
    for layer in (*layers, DEFAULTS):
        for key, value in (layer or {}).items():
            if value is None:
                continue
            if key in ("timeout", "options"):
                merged[key] = {**value, **merged.get(key, {})}
            else:
                merged.setdefault(key, value)
    return merged


def settings_of(device: DeviceTypeDto) -> dict[str, Any]:
    """The settings in the device's `connection_options`. Raises DriverFailure where they cannot be read."""
    try:
        return connection_options(device).model_dump(exclude_unset=True)
    except ValueError as error:
        raise DriverFailure(str(error), hint="correct the device's entry in the inventory") from error


def open_session(device: DeviceTypeDto, name: str, settings: Mapping[str, Any]) -> Session:
    """Open a session to the device with the driver that the settings choose. Raises Failure."""
    target = target_of(device, name, settings)
    return driver_for(target.platform, str(settings["driver"])).open(target)


def target_of(device: DeviceTypeDto, name: str, settings: Mapping[str, Any]) -> Target:
    """Where the session goes. Raises Failure where the device has no address or platform."""
    host = device.ip or device.hostname
    if not host:
        raise DriverFailure(f"device {name} has neither an address nor a host name", hint="give it a host")
    return Target(
        name=name,
        host=host,
        platform=platform_of(device, name),
        port=int(settings["port"]),
        username=_text(settings.get("username") or device.username),
        password=_text(settings.get("password") or device.password),
        enable_password=_text(settings.get("enable_password")),
        key_file=_path(settings, "key_file", name),
        host_key=settings["host_key"],
        known_hosts=_path(settings, "known_hosts", name),
        connect_timeout=float(settings["timeout"]["connect"]),
        options=settings["options"],
    )


def platform_of(device: DeviceTypeDto, name: str) -> str:
    """The neops short name of the device's platform. Raises UnsupportedPlatform where it has none."""
    short_name = device.platform.short_name if device.platform else None
    if not short_name:
        raise UnsupportedPlatform(
            f"device {name} has no platform", hint="give it one in the inventory, such as platform: ios"
        )
    return canonical(short_name)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _path(settings: Mapping[str, Any], key: str, name: str) -> Path | None:
    value = settings.get(key)
    if not value:
        return None
    try:
        return Path(str(value)).expanduser()
    except RuntimeError as error:
        raise DriverFailure(
            f"the home directory in the {key} {value} of device {name} is unknown",
            hint="give the whole path, or set HOME",
        ) from error
