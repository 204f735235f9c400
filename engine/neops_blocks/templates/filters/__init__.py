"""Filters and tests of ours, a file per family; netutils' and other packages', loaded when first used."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from neops_blocks.templates.filters import collections, data, patterns
from neops_blocks.templates.filters.netutils_names import NETUTILS

Function = Callable[..., Any]
GROUP = "neops_blocks.filters"
BUILTIN: Mapping[str, Function] = {**collections.FILTERS, **data.FILTERS, **patterns.FILTERS}
TESTS: Mapping[str, Function] = patterns.TESTS


def netutils_names() -> frozenset[str]:
    """The names of netutils' filters, without importing it."""
    return NETUTILS


def netutils_filter(name: str) -> Function | None:
    """A filter of netutils, or None."""
    return _netutils()[name] if name in NETUTILS else None


def has_entry_point(name: str) -> bool:
    """Whether an installed package brings a filter of this name."""
    return name in _installed()


def entry_point_filter(name: str) -> Function | None:
    """A filter that an installed package brings, or None."""
    found = _installed().get(name)
    return found.load() if found is not None else None


@functools.cache
def _netutils() -> dict[str, Function]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from netutils.utils import jinja2_convenience_function
    found: dict[str, Function] = jinja2_convenience_function()
    return found


@functools.cache
def _installed() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
