"""How to reach a device, as its entity says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neops_worker_sdk.workflow.naming import device_name

if TYPE_CHECKING:
    from neops_worker_sdk.workflow.dto import DeviceTypeDto


class ConnectionOptions(BaseModel):
    """What the JSON text in a device's `connection_options` may hold; what is absent has a default.

    Attributes:
        port: TCP port of SSH.
        host_key: ``strict``, ``accept-new`` or ``ignore``.
        known_hosts: file of host keys.
        driver: which driver to use.
        timeout: seconds, by what is waited for.
        options: for the driver.
        enable_password: for privileged mode.
        key_file: private key to log in with.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True)

    port: int = Field(default=22, ge=1, le=65535)
    host_key: str | None = None
    known_hosts: str | None = None
    driver: str | None = None
    timeout: dict[str, float] = Field(default_factory=dict)
    options: dict[str, Any] = Field(default_factory=dict)
    enable_password: str | None = Field(default=None, repr=False)
    key_file: str | None = None


def connection_options(device: DeviceTypeDto) -> ConnectionOptions:
    """How to reach `device`; all defaults, port 22 among them, if its entity says nothing.

    Raises:
        ValueError: its `connection_options` are no JSON object, or hold an unusable value.
    """
    text = (device.connection_options or "").strip()
    if not text:
        return ConnectionOptions()
    where = f"the connection_options of device {device_name(device)}"
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at character {error.pos}"
        raise ValueError(f'{where} are no JSON text ({problem}): write for example {{"port": 22}}') from None
    if not isinstance(loaded, dict):
        raise ValueError(f'{where} are no JSON object: write for example {{"port": 22}}')
    try:
        return ConnectionOptions.model_validate(loaded)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ValueError(f"{where} cannot be used: {faults}") from None
