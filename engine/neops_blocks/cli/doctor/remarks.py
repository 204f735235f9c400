"""What a check has to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """How bad it is: fine, worth knowing, or to be mended."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Remark:
    """One thing that was found.

    Attributes:
        status: how bad it is.
        text: what, and why.
        hint: what to do.
        data: details for machines.
    """

    status: Status
    text: str
    hint: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def ok(text: str, **data: Any) -> Remark:
    """All is well."""
    return Remark(Status.OK, text, data=data)


def note(text: str, hint: str | None = None, **data: Any) -> Remark:
    """Nothing is wrong, but it may be of interest."""
    return Remark(Status.NOTE, text, hint, data)


def problem(text: str, hint: str, **data: Any) -> Remark:
    """Something does not work."""
    return Remark(Status.PROBLEM, text, hint, data)
