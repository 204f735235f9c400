"""The checks of `neops-blocks doctor`, a file each; a check that breaks costs itself only."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.cli.doctor import blocks, drivers, engine, packages, settings, software, state
from neops_blocks.cli.doctor.remarks import Remark, Status, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from neops_worker_sdk.worker.configuration import Origin, Resolved

__all__ = ["Examination", "Remark", "Status", "examine"]

_ALONE: dict[str, Callable[[], Iterable[Remark]]] = {
    "software": software.check,
    "packages": packages.check,
    "drivers": drivers.check,
}
_OF_SETTINGS: dict[str, Callable[[Resolved], Iterable[Remark]]] = {
    "settings": settings.check,
    "blocks": blocks.check,
    "engine": engine.check,
    "state": state.check,
}


@dataclass(frozen=True)
class Examination:
    """What was found, by subject, and where each setting comes from."""

    remarks: Mapping[str, list[Remark]]
    origins: Mapping[str, Origin]

    @property
    def problems(self) -> int:
        """How many there are."""
        return sum(remark.status is Status.PROBLEM for said in self.remarks.values() for remark in said)


def examine(given: Mapping[str, object]) -> Examination:
    """Check everything.

    Args:
        given: settings given as options.
    """
    remarks = {subject: _said(check) for subject, check in _ALONE.items()}
    try:
        from neops_worker_sdk.worker.configuration import examine_settings

        resolved = examine_settings(given)
    except Exception as error:  # noqa: BLE001 - the SDK may be another one
        return Examination({**remarks, "settings": [_broken(error)]}, {})
    for subject, check in _OF_SETTINGS.items():
        remarks[subject] = _said(functools.partial(check, resolved))
    return Examination(remarks, resolved.origins)


def _said(check: Callable[[], Iterable[Remark]]) -> list[Remark]:
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - the installation may be broken in any way
        return [_broken(error)]


def _broken(error: Exception) -> Remark:
    text = f"this could not be checked: {type(error).__name__}: {error}"
    return problem(text, "other problems here may be the reason; else please report it")
