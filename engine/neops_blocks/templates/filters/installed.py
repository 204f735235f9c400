"""Filters of other packages: entry points of the group `neops_blocks.filters`, loaded when first used."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

GROUP = "neops_blocks.filters"


def names() -> frozenset[str]:
    """The names of filters that installed packages bring."""
    return frozenset(_points())


def load(name: str) -> Callable[..., Any] | None:
    """A filter that an installed package brings, or None.

    Raises:
        TemplateFailure: the package cannot be imported, or has no such function.
    """
    point = _points().get(name)
    if point is None:
        return None
    try:
        function: Any = point.load()
    except (Exception, SystemExit) as error:
        what = messages.one_line(f"{type(error).__name__}: {error}")
        raise _broken(point, f"cannot be loaded: {what}") from error
    if not callable(function):
        raise _broken(point, f"is no function: {point.value}")
    found: Callable[..., Any] = function
    return found


def _broken(point: EntryPoint, what: str) -> TemplateFailure:
    package = point.dist.name if point.dist is not None else point.module
    message = f"filter {point.name!r} of the package {package!r} {what}"
    return TemplateFailure(message, hint=f"repair or remove the package {package!r}")


@functools.cache
def _points() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # it takes time, and most blocks name no such filter

    return {point.name: point for point in entry_points(group=GROUP)}
