"""Names of blocks and workflows, ``package/name:1.2.3``, and references that leave out parts of them."""

from __future__ import annotations

import re
from typing import NamedTuple

_REFERENCE = re.compile(r"([^/:]+)/([^/:]+)(?::(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?)?\Z")


class Reference(NamedTuple):
    """What was asked for; the missing parts of a version mean the highest there is."""

    package: str
    name: str
    version: tuple[int, ...]

    @property
    def exact(self) -> bool:
        """Whether it names one version."""
        return len(self.version) == 3

    def matches(self, version: tuple[int, int, int]) -> bool:
        """Whether a version is one of those meant."""
        return version[: len(self.version)] == self.version


def parse_reference(text: str) -> Reference | None:
    """The reference in a text, or None if it is none."""
    found = _REFERENCE.match(text)
    if found is None:
        return None
    package, name, *version = found.groups()
    return Reference(package, name, tuple(int(part) for part in version if part is not None))


def identifier(package: str, name: str, major: int, minor: int, patch: int) -> str:
    """The full identifier."""
    return f"{package}/{name}:{major}.{minor}.{patch}"
