"""The secrets in how a device is reached, for masking."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.masking import secret_texts
from neops_worker_sdk.logger.sensitive_names import key_parts, names_a_secret
from neops_worker_sdk.workflow.connection_options import connection_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_worker_sdk.workflow.dto import DeviceTypeDto


def secrets_in(settings: Mapping[str, Any]) -> Iterator[str]:
    """The texts in connection settings that nobody may see; the driver's options may have some too."""
    parts = key_parts()
    options = settings.get("options")
    for key, value in {**(options if isinstance(options, dict) else {}), **settings}.items():
        if names_a_secret(key, parts):
            yield from secret_texts(value)


def secrets_of(device: DeviceTypeDto) -> Iterator[str]:
    """The texts in the entity of a device that nobody may see."""
    if device.password:
        yield device.password
    try:
        options = connection_options(device)
    except ValueError:  # whoever opens a session says what is wrong with them
        return
    yield from secrets_in(options.model_dump(exclude_unset=True))


def secrets_on_the_wire(device: Mapping[str, Any]) -> Iterator[str]:
    """The same for a device as it came, valid or not; connection options that are no JSON are secret too."""
    yield from secret_texts(device.get("password"))
    options = device.get("connectionOptions", device.get("connection_options"))
    try:
        options = json.loads(options) if isinstance(options, str) else options
    except ValueError:
        yield from secret_texts(options)
    if isinstance(options, dict):
        yield from secrets_in(options)
