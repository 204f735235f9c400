"""What a device is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neops_worker_sdk.workflow.dto import DeviceTypeDto


def device_name(device: DeviceTypeDto) -> str:
    """The name of a device in results and messages: its host name, else its address, else ``id-N``."""
    return device.hostname or device.ip or f"id-{device.id}"
