"""Secrets by reference: an environment variable, a file, an entry of the keyring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("env", "file", "keyring")


class SecretMissing(LookupError):
    """A reference leads nowhere; the text says why."""


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where a secret is kept; relative files start at the directory of the inventory."""

    kind: str
    name: str
    directory: Path

    def resolve(self, env: Mapping[str, str]) -> str:
        """The secret. Raises SecretMissing, MissingExtra."""
        if self.kind == "env":
            return self._from_env(env)
        if self.kind == "file":
            return self._from_file()
        return self._from_keyring()

    def _from_env(self, env: Mapping[str, str]) -> str:
        value = env.get(self.name)
        if not value:
            state = "empty" if self.name in env else "not set"
            raise SecretMissing(f"the environment variable {self.name} is {state}")
        return value

    def _from_file(self) -> str:
        try:
            path = self.directory / Path(self.name).expanduser()
        except RuntimeError as error:
            raise SecretMissing(f"the home directory in {self.name} is unknown") from error
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise SecretMissing(f"{path} cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise SecretMissing(f"{path} is not text") from error

    def _from_keyring(self) -> str:
        try:
            import keyring  # type: ignore[import-not-found,unused-ignore]
        except ImportError as error:
            raise MissingExtra(
                "a secret is kept in the keyring, and the package keyring is not installed",
                hint="pip install keyring",
            ) from error
        service, _, user = self.name.rpartition("/")
        value = keyring.get_password(service, user)
        if value is None:
            raise SecretMissing(f"the keyring has no entry for {user!r} in {service!r}")
        return str(value)


@dataclass(frozen=True, slots=True)
class UnusableSecret:
    """A value that the format allows and we cannot read, such as one encrypted by a vault."""

    why: str

    def resolve(self, env: Mapping[str, str]) -> str:
        """Raises SecretMissing, always."""
        del env
        raise SecretMissing(self.why)
