"""How one device is reached during one run: its settings, its session, and sessions of single steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.steps.connection import merge, open_session, settings_of
from neops_blocks.steps.sessions import SessionKeeper
from neops_worker_sdk.workflow.secrets import secrets_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.drivers import Session
    from neops_blocks.templates import Value
    from neops_worker_sdk.logger.masking import Masker
    from neops_worker_sdk.workflow import DeviceTypeDto

Settings = dict[str, Any]


class Access:
    """The way to a device: settings of a step win over the block's, those over the inventory's.

    Args:
        device: where it goes.
        name: what the device is called in messages.
        block: the block's `connection`, None where it has none.
        scope: the names that the block's `connection` may use.
        masker: learns the passwords.
    """

    def __init__(
        self, device: DeviceTypeDto, name: str, block: Value | None, scope: Mapping[str, Any], masker: Masker
    ) -> None:
        self._device = device
        self._name = name
        self._block = block
        self._scope = scope
        self._masker = masker
        self._kept = SessionKeeper(lambda: self._open(None))
        self._own: SessionKeeper | None = None
        self._own_settings: Mapping[str, Any] | None = None
        self._closed = False

    def session(self, own: Mapping[str, Any] | None) -> Session:
        """The session of the device, or one of a step with settings of its own. Raises Failure."""
        if own is None:
            return self._kept.get()
        if self._own is None or own != self._own_settings:
            self.close_own()
            self._own, self._own_settings = SessionKeeper(lambda: self._open(own)), own
            if self._closed:
                self._own.close()
        return self._own.get()

    def command_timeout(self, own: Mapping[str, Any] | None) -> float:
        """Seconds for a command of a step without a timeout. Raises Failure."""
        return float(self._settings(own)["timeout"]["command"])

    def close_own(self) -> None:
        """Close the session that a step had for itself."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def suspend(self) -> None:
        """Close the device's session for now."""
        self._kept.suspend()

    def close(self) -> None:
        """Close every session for good; any thread may call it, and whoever waits for the device ends."""
        self._closed = True
        own = self._own
        self._kept.close()
        if own is not None:
            own.close()

    def _open(self, own: Mapping[str, Any] | None) -> Session:
        return open_session(self._device, self._name, self._settings(own))

    def _settings(self, own: Mapping[str, Any] | None) -> Settings:
        block = None if self._block is None else self._block.evaluate(self._scope)
        settings = merge(own, block, settings_of(self._device))
        self._masker.learn(secrets_in(settings))
        return settings
