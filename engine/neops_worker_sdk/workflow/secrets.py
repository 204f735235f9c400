"""The secrets in how a device is reached, for masking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_worker_sdk.workflow.connection_options import connection_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_worker_sdk.workflow.dto import DeviceTypeDto

_SECRET_WORDS = ("password", "passphrase", "secret", "token")


def secrets_in(settings: Mapping[str, Any]) -> Iterator[str]:
    """The texts in connection settings that nobody may see; the driver's options may have some too."""
    for key, value in {**(settings.get("options") or {}), **settings}.items():
        if value is not None and any(word in key for word in _SECRET_WORDS):
            yield str(value)


def secrets_of(device: DeviceTypeDto) -> Iterator[str]:
    """The texts in the entity of a device that nobody may see."""
    if device.password:
        yield device.password
    try:
        options = connection_options(device)
    except ValueError:  # whoever opens a session says what is wrong with them
        return
    yield from secrets_in(options.model_dump(exclude_unset=True))
