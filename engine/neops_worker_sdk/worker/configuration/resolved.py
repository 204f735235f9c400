"""What comes of reading settings: the values, where each comes from, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from neops_worker_sdk.logger.masking import MASK
from neops_worker_sdk.worker.configuration.variables import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_worker_sdk.worker.settings import WorkerSettings

DEFAULT = "default"


@dataclass(frozen=True)
class Origin:
    """Where a setting comes from.

    Attributes:
        place: `command line`, `environment`, a file, or `default`.
        called: what it is called there; empty for a default.
        shown: its value as text; that of a secret is masked.
    """

    place: str
    called: str
    shown: str

    def __str__(self) -> str:
        return f"{self.place}: {self.called}" if self.called else self.place


class SettingsError(ValueError):
    """Settings are wrong; every problem is named.

    Attributes:
        problems: one text for each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Resolved:
    """Settings, where each comes from, and what is wrong; instead of a wrong value there is the default."""

    settings: WorkerSettings
    origins: Mapping[str, Origin]
    problems: tuple[str, ...] = ()


def shown(name: str, value: Any) -> str:
    """The value of a setting for people."""
    if value is None or value == ():
        return "none"
    if VARIABLES[name].secret:
        return MASK
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return without_login(value) if isinstance(value, str) else _number(value)


def as_given(value: object) -> str:
    """A value that is wrong, as it was written."""
    return repr(without_login(value)) if isinstance(value, str) else _number(value)


def without_login(url: str) -> str:
    """A URL with the user and password in it masked; another text as it is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    _, at, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{MASK}@{place}")) if at else url


def reason_of(error: Exception) -> str:
    """Why a file cannot be read, in words."""
    return getattr(error, "strerror", None) or str(error)


def _number(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
