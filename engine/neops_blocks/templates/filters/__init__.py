"""Filters and tests of ours, a file per family; netutils' and other packages', loaded when first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from neops_blocks.templates.filters import collections, data, installed, netutils_filters, patterns
from neops_blocks.templates.filters.netutils_names import NETUTILS

Function = Callable[..., Any]
BUILTIN: Mapping[str, Function] = {**collections.FILTERS, **data.FILTERS, **patterns.FILTERS}
TESTS: Mapping[str, Function] = patterns.TESTS


def names_elsewhere() -> frozenset[str]:
    """The names of netutils' filters and of those of installed packages, without importing any."""
    return installed.names() | NETUTILS.keys()


def load(name: str) -> Function | None:
    """A filter of netutils or of an installed package, or None.

    Raises:
        TemplateFailure: the package that brings it is broken.
    """
    return netutils_filters.load(name) if name in NETUTILS else installed.load(name)
