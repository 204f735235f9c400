"""Devices for tests."""

from neops_worker_sdk.testing.devices.base_mock_device import BaseMockDevice
from neops_worker_sdk.testing.devices.remote_lab_device import RemoteLabDevice

__all__ = ["BaseMockDevice", "RemoteLabDevice"]
