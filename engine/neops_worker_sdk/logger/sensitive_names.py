"""Which names say that something is a secret."""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DEFAULT_KEY_PARTS = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "api_key",
    "private_key",
    "community",
)
REDACT_EXTRA_KEYS_ENV = "LOG_REDACT_EXTRA_KEYS"
_SEPARATORS = re.compile(r"[\W_]+")
_also: list[str] = []


def key_parts(env: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The parts of names that say so: the usual ones, those in ``LOG_REDACT_EXTRA_KEYS``, and those in force.

    Args:
        env: instead of the process's environment, which is read at every call.
    """
    more = (os.environ if env is None else env).get(REDACT_EXTRA_KEYS_ENV, "").split(",")
    return tuple(dict.fromkeys([*DEFAULT_KEY_PARTS, *_also, *_cleaned(more)]))


@contextlib.contextmanager
def more_key_parts(parts: Iterable[str]) -> Iterator[None]:
    """Within, these parts of names say so too, in the whole process."""
    added = _cleaned(parts)
    _also.extend(added)
    try:
        yield
    finally:
        for part in added:
            _also.remove(part)


def names_a_secret(name: object, parts: Iterable[str]) -> bool:
    """Whether `name` contains one of `parts`; ``apiKey`` and ``API-Key`` contain ``api_key`` too."""
    flat = _flat(str(name))
    return any(_flat(part) in flat for part in parts)


def _cleaned(parts: Iterable[str]) -> list[str]:
    return [part.strip().lower() for part in parts if part.strip()]


def _flat(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()
