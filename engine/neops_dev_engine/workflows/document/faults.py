"""`Fault`: something wrong at a place of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Fault(NamedTuple):
    """What is wrong, and where: keys and numbers of elements, with dots between."""

    path: str
    message: str


def at(*parts: str | int) -> str:
    """The path of a place."""
    return ".".join(str(part) for part in parts)


def in_words(faults: Iterable[Fault]) -> str:
    """Faults as one sentence."""
    return "; ".join(f"{fault.path}: {fault.message}" if fault.path else fault.message for fault in faults)
